package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.event.PersonEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was decided, and what all decisions so far have brought about, in order. */
final class DecisionRecord {

  private final List<Decision.Send> sends = new ArrayList<>();
  private final List<Decision.EmittedEvent> emissions = new ArrayList<>();
  private final List<Decision.Fault> faults = new ArrayList<>();
  private final List<Decision.ReachedGoal> goals = new ArrayList<>();
  private final List<String> heldOut = new ArrayList<>();
  private final List<Decision.EngagementChange> touches = new ArrayList<>();
  private int outcomesAfterEnd;
  private Decision last = Decision.NOTHING;
  private @Nullable PersonEvent newest;

  void add(Decision decision) {
    last = decision;
    sends.addAll(decision.sends());
    emissions.addAll(decision.emitted());
    faults.addAll(decision.faults());
    goals.addAll(decision.goals());
    heldOut.addAll(decision.heldOut());
    touches.addAll(decision.engagementChanges());
    outcomesAfterEnd += decision.outcomesAfterEnd();
  }

  void add(PersonEvent event) {
    newest = event;
  }

  /** The newest event that was decided. */
  PersonEvent newest() {
    return Objects.requireNonNull(newest);
  }

  /** The newest decision. */
  Decision last() {
    return last;
  }

  List<Decision.Send> sends() {
    return sends;
  }

  List<Decision.EmittedEvent> emissions() {
    return emissions;
  }

  List<Decision.Fault> faults() {
    return faults;
  }

  List<Decision.ReachedGoal> goals() {
    return goals;
  }

  List<String> heldOut() {
    return heldOut;
  }

  List<Decision.EngagementChange> touches() {
    return touches;
  }

  int outcomesAfterEnd() {
    return outcomesAfterEnd;
  }
}
