package dev.sojourn.processor.person;

import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.RowCache;
import dev.sojourn.topics.json.JsonValues;
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
  public PersonSummary summary(int hash, String userId) {
    return summary(userId, state.get(Keys.summary(hash, userId)));
  }

  /** The summary of a person whose next input will come soon; cached for it. */
  public PersonSummary summaryForUpdate(int hash, String userId) {
    return summary(userId, state.getAndCache(Keys.summary(hash, userId)));
  }

  private static PersonSummary summary(String userId, byte @Nullable [] row) {
    return row == null ? PersonSummary.newcomer(userId) : PersonSummaryRow.unpack(userId, row);
  }

  public void put(int hash, PersonSummary summary) {
    state.put(Keys.summary(hash, summary.userId()), PersonSummaryRow.pack(summary));
  }

  /** Whether a summary or a contact of this person is stored. */
  public boolean contains(int hash, String userId) {
    return state.get(Keys.summary(hash, userId)) != null
        || state.get(Keys.contact(hash, userId)) != null;
  }

  /** Removes the summary and the contact. */
  public void erase(int hash, String userId) {
    if (state.get(Keys.contact(hash, userId)) != null) {
      counters.add(new CounterKey("", CounterKey.CONTACTS), -1);
    }
    state.delete(Keys.summary(hash, userId));
    state.delete(Keys.contact(hash, userId));
  }

  public Contact contact(int hash, String userId) {
    byte[] row = state.get(Keys.contact(hash, userId));
    return row == null ? Contact.UNKNOWN : new Contact(JsonValues.object(row));
  }

  /** Writes a contact; the first one of a person is counted. */
  public void put(int hash, String userId, Contact contact) {
    Bytes key = Keys.contact(hash, userId);
    if (state.get(key) == null) {
      counters.add(new CounterKey("", CounterKey.CONTACTS), 1);
    }
    state.put(key, JsonValues.bytes(contact.properties()));
  }
}
