package dev.sojourn.processor.person;

import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.RowCache;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.json.JsonValues;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Person summaries and contacts. */
public final class PersonStore {

  private final RowCache state;
  private final CounterStore counters;

  public PersonStore(RowCache state, CounterStore counters) {
    this.state = state;
    this.counters = counters;
  }

  /** The summary of a person; that of a new person when nothing is stored. */
  public PersonSummary summary(PersonKey who) {
    return summary(who, state.get(Keys.summary(who.hash(), who.userId())));
  }

  /** The summary of a person whose next input will come soon; cached for it. */
  public PersonSummary summaryForUpdate(PersonKey who) {
    return summary(who, state.getAndCache(Keys.summary(who.hash(), who.userId())));
  }

  static PersonSummary summary(PersonKey who, byte @Nullable [] row) {
    return row == null
        ? PersonSummary.newcomer(who.userId())
        : PersonSummaryRow.unpack(who.userId(), row);
  }

  public void put(PersonKey who, PersonSummary summary) {
    state.put(Keys.summary(who.hash(), who.userId()), PersonSummaryRow.pack(summary));
  }

  public Contact contact(PersonKey who) {
    return contact(state.get(Keys.contact(who.hash(), who.userId())));
  }

  static Contact contact(byte @Nullable [] row) {
    return row == null ? Contact.UNKNOWN : new Contact(JsonValues.object(row));
  }

  /** Writes a contact; the first one of a person is counted. */
  public void put(PersonKey who, Contact contact) {
    Bytes key = Keys.contact(who.hash(), who.userId());
    if (state.get(key) == null) {
      counters.add(new CounterKey("", CounterKey.CONTACTS), 1);
    }
    state.put(key, JsonValues.bytes(contact.properties()));
  }

  /** Summaries, and contacts. */
  public List<StateFamily> families() {
    return List.of(
        new Family(Keys.HEAD, who -> Keys.summary(who.hash(), who.userId()), 0),
        new Family(Keys.CONTACT, who -> Keys.contact(who.hash(), who.userId()), 1));
  }

  /** Rows of which a person has at most one. */
  private final class Family implements StateFamily {

    private final byte prefix;
    private final Function<PersonKey, Bytes> key;

    /** Contacts that each row stands for. */
    private final int counts;

    Family(byte prefix, Function<PersonKey, Bytes> key, int counts) {
      this.prefix = prefix;
      this.key = key;
      this.counts = counts;
    }

    @Override
    public String store() {
      return StoreNames.STATE;
    }

    @Override
    public byte prefix() {
      return prefix;
    }

    @Override
    public Retention retention() {
      return new Retention.Permanent();
    }

    @Override
    public List<Row> rows(PersonKey who) {
      byte[] row = state.get(key.apply(who));
      return row == null ? List.of() : List.of(new Row(key.apply(who), row));
    }

    @Override
    public void replace(Row row, byte @Nullable [] value) {
      if (value == null) {
        state.delete(row.key());
        counters.add(new CounterKey("", CounterKey.CONTACTS), -counts);
      } else {
        state.put(row.key(), value);
      }
    }
  }
}
