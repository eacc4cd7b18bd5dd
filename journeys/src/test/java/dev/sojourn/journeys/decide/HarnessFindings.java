package dev.sojourn.journeys.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/** What a test finds afterwards, and what it expects to find. */
interface HarnessFindings extends DecidedPeople {

  /** One entry of a log, without its time. */
  static Tuple entry(
      @Nullable String from,
      @Nullable String to,
      String action,
      @Nullable Map<String, Object> detail) {
    return tuple(from, to, action, detail);
  }

  static String templateOf(Decision.Send send) {
    return ((Decision.Templated) send.content()).template().key();
  }

  default PersonSummary summary() {
    return person(JourneyHarness.ADA).summary();
  }

  default Contact contact() {
    return person(JourneyHarness.ADA).contact();
  }

  default List<Instance> instances(String userId, String journeyId) {
    return person(userId).instances().stream()
        .filter(instance -> instance.journeyId().equals(journeyId))
        .toList();
  }

  /** The newest instance of the journey. */
  default Instance instance(String journeyId) {
    List<Instance> all = instances(JourneyHarness.ADA, journeyId);
    assertThat(all).as("an instance of " + journeyId).isNotEmpty();
    return all.get(all.size() - 1);
  }

  default List<Decision.Send> sends() {
    return decided().sends();
  }

  default Decision.Send lastSend() {
    assertThat(sends()).as("something was sent").isNotEmpty();
    return sends().get(sends().size() - 1);
  }

  default List<Decision.EmittedEvent> emissions() {
    return decided().emissions();
  }

  default List<Decision.Fault> faults() {
    return decided().faults();
  }

  default List<Decision.ReachedGoal> goals() {
    return decided().goals();
  }

  default List<String> heldOut() {
    return decided().heldOut();
  }

  default List<Decision.EngagementChange> touches() {
    return decided().touches();
  }

  default int outcomesAfterEnd() {
    return decided().outcomesAfterEnd();
  }

  default void thenSent(String... templates) {
    assertThat(sends()).extracting(HarnessFindings::templateOf).containsExactly(templates);
  }

  default void thenEntered(String journeyId) {
    assertThat(decided().last().entries())
        .filteredOn(entry -> entry.journeyId().equals(journeyId))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.reason()).isNull();
              assertThat(person(JourneyHarness.ADA).instances())
                  .extracting(Instance::id)
                  .contains(entry.instance());
            });
  }

  default void thenRefused(String journeyId, RefusalReason reason) {
    assertThat(decided().last().entries()).contains(new Decision.Entry(journeyId, reason, null));
    assertThat(decided().last().changes())
        .filteredOn(change -> change.before() == null)
        .extracting(change -> change.after().journeyId())
        .doesNotContain(journeyId);
  }

  default void thenStands(String journeyId, Status status, String node) {
    assertThat(instance(journeyId).status()).isEqualTo(status);
    assertThat(instance(journeyId).node()).isEqualTo(node);
  }

  /** Why the newest instance did not send; null when it did, or has not tried yet. */
  default @Nullable String skipped(String journey) {
    for (LogEntry line : instance(journey).log()) {
      Map<String, Object> detail = line.detail();
      if (line.action() == StandardAction.SEND_SKIPPED && detail != null) {
        return String.valueOf(detail.get("reason"));
      }
    }
    return null;
  }

  default void thenSkipped(String journeyId, String reason) {
    assertThat(skipped(journeyId)).isEqualTo(reason);
    thenStands(journeyId, Status.COMPLETED, "s");
  }

  default void thenLog(String journeyId, Tuple... entries) {
    List<LogEntry> log = instance(journeyId).log();
    assertThat(log)
        .extracting(LogEntry::from, LogEntry::to, entry -> entry.action().word(), LogEntry::detail)
        .containsExactly(entries);
    for (int i = 0; i < log.size(); i++) {
      assertThat(log.get(i).number()).isEqualTo(i + 1);
    }
  }
}
