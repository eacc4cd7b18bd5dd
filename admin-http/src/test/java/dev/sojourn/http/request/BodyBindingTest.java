package dev.sojourn.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyBindingTest {

  private static final String LEAST = "'name':'a','count':1";

  enum Size {
    @JsonProperty("small")
    SMALL,
    @JsonProperty("large")
    LARGE
  }

  record Order(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) int count,
      @Nullable Boolean gift,
      @Nullable Size size,
      @Nullable Instant at,
      @Nullable Long weight,
      @Nullable Address address,
      @Nullable List<Item> items,
      @Nullable List<String> tags,
      @Nullable Map<String, Object> extras,
      @JsonSetter(contentNulls = Nulls.FAIL) @Nullable Map<String, Boolean> flags,
      @Expected("a whole number from 1 to 5") @Nullable Integer rank,
      @Expected("a list of colours") @Nullable List<String> colours,
      @Nullable Patched<String> note,
      @Nullable Payment payment,
      @Nullable SendId send) {

    Order {
      FieldChecks.notBlank("name", name);
      FieldChecks.range("rank", rank, 1, 5);
      FieldChecks.noneBlank("tags", tags);
      FieldChecks.elements("items", items, 1, 2);
      if (name.equals("everything")) {
        throw InvalidFieldException.ofWhole("expected less");
      }
      if (name.equals("bug")) {
        throw new IllegalStateException("a bug");
      }
    }
  }

  record Address(@JsonProperty(required = true) String street, @Nullable Integer floor) {}

  record Item(@JsonProperty(required = true) String key, @Nullable Map<String, Object> data) {
    Item {
      FieldChecks.notBlank("key", key);
      if (key.equals("none")) {
        throw InvalidFieldException.ofWhole("expected a thing");
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Cash.class, name = "cash"),
    @JsonSubTypes.Type(value = Card.class, name = "card")
  })
  sealed interface Payment {}

  record Cash() implements Payment {}

  record Card(@JsonProperty(required = true) String number) implements Payment {}

  private static Order order(String body) {
    byte[] text = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return BodyBinding.bind(Body.json(text, Json.mapper()), Order.class);
  }

  private static void thenRefused(String body, String error) {
    assertThatThrownBy(() -> order(body))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.text()).isEqualTo(error);
              assertThat(refused.status()).isEqualTo(400);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Unknown fields.
        "'nam':'x' | unknown field 'nam', expected address, at, colours, count, extras, flags, gift, items, name, note, payment, rank, send, size, tags, weight; did you mean 'name'?",
        "'address':{'street':'s','streeet':'x'} | unknown field 'address.streeet', expected floor, street; did you mean 'street'?",
        "'address':{'street':'s','x':1,'floor':2,'streeet':1} | unknown fields 'address.x', 'address.streeet', expected floor, street",
        "'items':[{'key':'k'},{'key':'k','kye':1}] | unknown field 'items[1].kye', expected data, key; did you mean 'key'?",
        "'items':[{'key':' ','kye':'k'}] | unknown field 'items[0].kye', expected data, key; did you mean 'key'?",
        "'payment':{'type':'card','nummer':'1'} | unknown field 'payment.nummer', expected number; did you mean 'number'?",
        "'payment':{'type':'cash','number':'1'} | unknown field 'payment.number', expected none",
        // Missing fields, and null for them.
        "'address':{} | expected a string, found nothing for field 'address.street'",
        "'address':{'street':null} | expected a string, found null for field 'address.street'",
        "'items':[{'key':'k'},{'data':{}}] | expected a string, found nothing for field 'items[1].key'",
        "'items':[null] | expected an object, found null for field 'items[0]'",
        "'tags':['a',null] | expected a string, found null for field 'tags[1]'",
        "'flags':{'a':null} | expected true or false, found null for field 'flags.a'",
        "'payment':{} | expected a string, found nothing for field 'payment.type'",
        "'payment':{'type':'cheque'} | expected one of card, cash, found 'cheque' for field 'payment.type'",
        "'payment':{'type':'card'} | expected a string, found nothing for field 'payment.number'",
        // Values of another type.
        "'address':{'street':7} | expected a string, found the number 7 for field 'address.street'",
        "'address':{'street':true} | expected a string, found true for field 'address.street'",
        "'address':{'street':{}} | expected a string, found an object for field 'address.street'",
        "'address':{'street':['s']} | expected a string, found a list for field 'address.street'",
        "'address':[] | expected an object, found a list for field 'address'",
        "'address':'' | expected an object, found a string for field 'address'",
        "'address':7 | expected an object, found the number 7 for field 'address'",
        "'address':{'street':'s','floor':'2'} | expected a whole number, found a string for field 'address.floor'",
        "'address':{'street':'s','floor':''} | expected a whole number, found a string for field 'address.floor'",
        "'address':{'street':'s','floor':2.0} | expected a whole number, found the number 2.0 for field 'address.floor'",
        "'address':{'street':'s','floor':true} | expected a whole number, found true for field 'address.floor'",
        "'items':{} | expected a list, found an object for field 'items'",
        "'items':'' | expected a list, found a string for field 'items'",
        "'items':['k'] | expected an object, found a string for field 'items[0]'",
        "'items':[{'key':'k','data':[]}] | expected an object, found a list for field 'items[0].data'",
        "'items':[{'key':'k','data':''}] | expected an object, found a string for field 'items[0].data'",
        "'tags':['a',1] | expected a string, found the number 1 for field 'tags[1]'",
        "'tags':'a' | expected a list, found a string for field 'tags'",
        "'flags':{'a':'true'} | expected true or false, found a string for field 'flags.a'",
        "'flags':{'a':0} | expected true or false, found the number 0 for field 'flags.a'",
        "'gift':'' | expected true or false, found a string for field 'gift'",
        "'gift':1 | expected true or false, found the number 1 for field 'gift'",
        "'note':7 | expected a string, found the number 7 for field 'note'",
        "'at':1700000000 | expected an ISO-8601 time, found the number 1700000000 for field 'at'",
        "'at':'today' | expected an ISO-8601 time, found 'today' for field 'at'",
        "'at':'+12345-01-01T00:00:00Z' | expected an ISO-8601 time, found '+12345-01-01T00:00:00Z' for field 'at'",
        "'size':'huge' | expected one of small, large, found 'huge' for field 'size'",
        "'size':'' | expected one of small, large, found '' for field 'size'",
        "'size':0 | expected one of small, large, found the number 0 for field 'size'",
        // Numbers out of range.
        "'address':{'street':'s','floor':3000000000} | expected a whole number from -2147483648 to 2147483647, found the number 3000000000 for field 'address.floor'",
        "'weight':9223372036854775808 | expected a whole number from -9223372036854775808 to 9223372036854775807, found the number 9223372036854775808 for field 'weight'",
        "'address':{'street':'s','floor':1e999} | expected a whole number, found too large a number for field 'address.floor'",
        "'items':[{'key':'k','data':{'a':[0,{'b':-1e999}]}}] | expected a number of at most 1.8e308 for field 'items[0].data.a[1].b'",
        "'rank':6 | expected a whole number from 1 to 5, found the number 6 for field 'rank'",
        "'rank':3000000000 | expected a whole number from 1 to 5, found the number 3000000000 for field 'rank'",
        "'rank':'1' | expected a whole number from 1 to 5, found a string for field 'rank'",
        // What the constructors refuse.
        "'items':[{'key':'k'},{'key':' '}] | expected a string that is not blank for field 'items[1].key'",
        "'items':[{'key':'none'}] | expected a thing for field 'items[0]'",
        "'items':[] | expected 1 to 2 elements, found 0 for field 'items'",
        "'tags':['a',''] | expected a string that is not blank for field 'tags[1]'",
        "'send':'x' | expected '<instance>:<step>:<visit>' for key 'sendId', found 'x' for field 'send'",
        // Half a character; what is said of a field as a whole.
        "'tags':['a','\\ud800'] | expected a string of whole characters for field 'tags[1]'",
        "'colours':'red' | expected a list of colours, found a string for field 'colours'",
        "'colours':['red',1] | expected a list of colours, found the number 1 for field 'colours'",
        "'colours':['\\ud800'] | expected a string of whole characters for field 'colours'",
      })
  void shouldNameTheFieldWhatWasExpectedAndWhatWasFound(String fields, String error) {
    thenRefused("{%s,%s}".formatted(LEAST, fields), error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | expected a string, found nothing for field 'name'",
        "{'name':'a'} | expected a whole number, found nothing for field 'count'",
        "{'name':'a','count':null} | expected a whole number, found null for field 'count'",
        "{'nam':'a','count':1} | unknown field 'nam', expected address, at, colours, count, extras, flags, gift, items, name, note, payment, rank, send, size, tags, weight; did you mean 'name'?",
        "{'name':' ','count':1} | expected a string that is not blank for field 'name'",
        "{'name':'everything','count':1} | expected less",
        "[] | expected an object in the body, found a list",
        "[{'name':'a','count':1}] | expected an object in the body, found a list",
        "'text' | expected an object in the body, found a string",
        "null | expected an object in the body, found null",
      })
  void shouldSayWhatIsWrongWithTheBodyItself(String body, String error) {
    thenRefused(body, error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected JSON in the body, found nothing",
        "{'name':'a',;'count': | malformed JSON at line 2, column 9: it ends early",
        "{'name':'a',;;'count':tru} | malformed JSON at line 3, column 9",
        "{'name':'a';,'address':{'street':'s',;'street':'t'}} | malformed JSON at line 3, column 9: the key 'street' stands twice",
        "{'name':'a','items':[{'key':'k' | malformed JSON at line 1, column 32: it ends early",
        "{'name':'a','count':1};{} | malformed JSON at line 2, column 1: something follows its end",
      })
  void shouldSayWhereTheTextIsMalformed(String body, String error) {
    assertThatThrownBy(() -> order(body.replace(';', '\n')))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.text()).startsWith(error));
  }

  @Test
  void shouldRefuseADepthBombBeforeItIsBound() {
    thenRefused(
        "{%s,'extras':{'a':%s1%s}}".formatted(LEAST, "[".repeat(200), "]".repeat(200)),
        "malformed JSON: expected at most 100 levels of nesting");
  }

  @Test
  void shouldBindWhatIsRightWithNullForWhatIsAbsent() {
    // when
    Order order =
        order(
            ("{%s,'gift':null,'size':'large','at':'2026-01-15T11:30:00+01:00','weight':5,"
                    + "'items':[{'key':'k','data':{'a':[1,2.5,null]}}],"
                    + "'flags':{'b':true},'rank':5,'payment':{'type':'card','number':'1'}}")
                .formatted(LEAST));

    // then
    assertThat(order.name()).isEqualTo("a");
    assertThat(order.gift()).isNull();
    assertThat(order.size()).isEqualTo(Size.LARGE);
    assertThat(order.at()).isEqualTo("2026-01-15T10:30:00Z");
    assertThat(order.items())
        .extracting(item -> String.valueOf(item.data()))
        .containsExactly("{a=[1, 2.5, null]}");
    assertThat(order.flags()).isEqualTo(Map.of("b", true));
    assertThat(order.payment()).isEqualTo(new Card("1"));
    assertThat(order.note()).isNull();
  }

  @Test
  void shouldTellANullThatRemovesFromAnAbsentField() {
    assertThat(order("{%s}".formatted(LEAST)).note()).isNull();
    assertThat(order("{%s,'note':null}".formatted(LEAST)).note()).isEqualTo(new Patched<>(null));
    assertThat(order("{%s,'note':'n'}".formatted(LEAST)).note()).isEqualTo(new Patched<>("n"));
  }

  @Test
  void shouldNotBlameTheCallerForABugInARecord() {
    assertThatThrownBy(() -> order("{'name':'bug','count':1}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }
}
