package dev.sojourn.topics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRecordTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RegistryRecord read(String json) {
    return RegistryRecord.read(bytes(json.replace('\'', '"')));
  }

  /** Ids and values of records as the first release wrote them. */
  static Stream<String> published() throws IOException {
    try (InputStream file = RegistryRecordTest.class.getResourceAsStream("/registry/entries.txt")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .lines().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void shouldReadAndWriteTheBytesThatTopicsAndStoresHold(String line) {
    // given
    String id = line.substring(0, line.indexOf(' '));
    String json = line.substring(id.length() + 1);

    // when
    RegistryRecord read = RegistryRecord.read(bytes(json));

    // then
    assertThat(read)
        .isInstanceOfSatisfying(
            RegistryEntry.class,
            entry -> {
              assertThat(entry.id()).isEqualTo(id);
              assertThat(new String(Objects.requireNonNull(entry.bytes()), StandardCharsets.UTF_8))
                  .isEqualTo(json);
            });
  }

  @Test
  void shouldHaveBytesOfEveryKind() throws IOException {
    // given
    List<RegistryRecord> all =
        published()
            .map(line -> RegistryRecord.read(bytes(line.substring(line.indexOf(' ') + 1))))
            .toList();

    // then
    assertThat(RegistryCatalog.standard().kinds())
        .allSatisfy(
            kind -> assertThat(all).as("%s", kind).anyMatch(read -> read.value(kind).isPresent()));
  }

  @Test
  void shouldReadTheMembersInAnyOrder() {
    assertThat(
            read(
                "{'hold':{'journeyId':'j','held':true,'perSecond':3,"
                    + "'updatedAt':'2026-01-15T10:30:00.000Z'},'type':'hold'}"))
        .isEqualTo(RegistryEntry.of(new Hold("j", true, 3, Instant.parse("2026-01-15T10:30:00Z"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "5",
        "[]",
        "{}",
        "{'type':null}",
        "{'type':5}",
        "{'type':'hold'}",
        "{'type':'hold','hold':null}",
        "{'type':'hold','hold':{'journeyId':'j'}}",
        "{'type':'hold','hold':{'journeyId':'j','held':true,'perSecond':0,'updatedAt':null}}",
        "{'type':'sending','policy':{},'more':1}",
        "{'type':'sending','policy':{},'policy':{}}",
        "{'type':'sending','policy':{}} x",
        "{'type':'template','template':{'key':'k','hash':'h','subject':'','body':''}}",
        "{'type':'template','template':{'key':'k','hash':'h','subject':'','body':''},'current':null}",
        "{'type':'version','version':{'journeyId':'j','number':1,'hash':'h'}}",
        "{'type':'job','job':{'id':'x','journeyId':'j','limit':1,'quotas':{},'by':'me'}}",
      })
  void shouldRefuseWhatIsNoEntryOfItsKind(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void shouldIgnoreAnEntryOfAKindThatANewerReleaseWrote() {
    // when
    RegistryRecord newer = read("{'type':'audience','audience':{'id':'a'},'more':[1]}");

    // then
    assertThat(newer).isEqualTo(new RegistryRecord.OfUnknownKind("audience"));
    assertThat(newer.into(Registry.EMPTY)).isSameAs(Registry.EMPTY);
  }

  @Test
  void shouldDeleteTheEntryOfAKeyWithoutAValue() {
    // given
    Registry registry =
        Registry.EMPTY
            .with(new Hold("j", true, 3, Instant.EPOCH))
            .with(new Hold("other", true, 3, Instant.EPOCH));

    // when
    Registry deleted = RegistryRecord.read(bytes("hold/j"), null).into(registry);

    // then
    assertThat(deleted.all(Hold.KIND)).extracting(Hold::journeyId).containsExactly("other");
    assertThat(registry.all(Hold.KIND)).hasSize(2);
    assertThat(RegistryRecord.read(bytes("hold/none"), null).into(registry)).isSameAs(registry);
    assertThat(RegistryRecord.read(bytes("job/1"), null).into(registry)).isSameAs(registry);
    assertThatThrownBy(() -> RegistryRecord.read(null, null))
        .hasMessageContaining("expected an entry id as the record's key");
  }

  @ParameterizedTest
  @CsvSource({
    "journey/a, journey",
    "version/a/2, version",
    "template/a/b/c, template{current=true}",
    "content/abc, template{current=false}",
    "hold/*, hold",
    "key/k, api_key",
    "sending, sending",
    "sending/x,",
    "journey,",
    "journeys/a,",
    "job/1,",
    "audience/a,",
  })
  void shouldKnowTheKindOfAnEntryByItsId(String id, String kind) {
    assertThat(RegistryCatalog.standard().ofEntry(id).map(RegistryKind::toString).orElse(null))
        .isEqualTo(kind);
  }

  @Test
  void shouldRefuseKindsThatCannotBeToldApart() {
    RegistryKind<String> kind = RegistryKind.of("offer", String.class, text -> text);
    RegistryKind<String> other = RegistryKind.of("audience", String.class, text -> text);

    assertThatThrownBy(() -> new RegistryCatalog(List.of(kind, kind.under("other"))))
        .hasMessageContaining("found 'offer' with 'other'");
    assertThatThrownBy(() -> new RegistryCatalog(List.of(kind, other.under("offer"))))
        .hasMessageContaining("found 'audience' with 'offer'");
    assertThatThrownBy(
            () -> new RegistryCatalog(List.of(kind, kind.under("other").flagged("on", true))))
        .hasMessageContaining("the same names of flags");
    assertThatThrownBy(() -> new RegistryCatalog(List.of(kind.under("job"))))
        .hasMessageContaining("with 'job'");
    assertThatThrownBy(() -> kind.under("a/b")).hasMessageContaining("without '/'");
  }

  private static Template template(String body) {
    return new Template("k", "h-" + body, "Hi", null, null, body);
  }

  @Test
  void shouldShareEqualValuesAndNoOthers() {
    // given
    SharedValues values = new SharedValues();
    Template first = template("same");

    // then
    assertThat(values.share(first)).isSameAs(first);
    assertThat(values.share(template("same"))).isSameAs(first);
    assertThat(values.share(template("other"))).isEqualTo(template("other"));
  }

  @Test
  void shouldNotHoldAValueThatNobodyElseHolds() {
    // given
    SharedValues values = new SharedValues();
    WeakReference<Template> held = new WeakReference<>(values.share(template("gone")));

    // when
    System.gc();

    // then
    assertThat(held.get()).isNull();
    assertThat(values.share(template("gone"))).isEqualTo(template("gone"));
  }
}
