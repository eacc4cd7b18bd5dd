package dev.sojourn.processor.store;

import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.row.HeadRow;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.PlainJson;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Heads and contacts. */
public final class PersonStore {

  private final RecentRows state;
  private final CounterStore counters;

  PersonStore(RecentRows state, CounterStore counters) {
    this.state = state;
    this.counters = counters;
  }

  /** The head of a person; a newcomer's when nothing is known. */
  public Head head(int hash, String userId) {
    return head(userId, state.get(Keys.head(hash, userId)));
  }

  /** The head of a person of whom something else will come soon. */
  public Head headToKeep(int hash, String userId) {
    return head(userId, state.getAndKeep(Keys.head(hash, userId)));
  }

  private static Head head(String userId, byte @Nullable [] row) {
    return row == null ? Head.newcomer(userId) : HeadRow.unpack(userId, row);
  }

  public void put(int hash, Head head) {
    state.put(Keys.head(hash, head.userId()), HeadRow.pack(head));
  }

  /** Whether a head or a contact of this person is there. */
  public boolean contains(int hash, String userId) {
    return state.get(Keys.head(hash, userId)) != null
        || state.get(Keys.contact(hash, userId)) != null;
  }

  /** Removes the head and the contact. */
  public void erase(int hash, String userId) {
    if (state.get(Keys.contact(hash, userId)) != null) {
      counters.add(new CounterKey("", CounterKey.CONTACTS), -1);
    }
    state.delete(Keys.head(hash, userId));
    state.delete(Keys.contact(hash, userId));
  }

  public Contact contact(int hash, String userId) {
    byte[] row = state.get(Keys.contact(hash, userId));
    return row == null ? Contact.UNKNOWN : new Contact(PlainJson.object(row));
  }

  /** Writes a contact; the first of a person is counted. */
  public void put(int hash, String userId, Contact contact) {
    Bytes key = Keys.contact(hash, userId);
    if (state.get(key) == null) {
      counters.add(new CounterKey("", CounterKey.CONTACTS), 1);
    }
    state.put(key, PlainJson.bytes(contact.properties()));
  }
}
