package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import java.time.Duration;
import java.time.Instant;

/** Time that passes, and timers. */
interface HarnessTime extends DecidedPeople {

  static Duration days(long count) {
    return Duration.ofDays(count);
  }

  static Duration hours(long count) {
    return Duration.ofHours(count);
  }

  static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  /** Sets the time before the first event. */
  default JourneyHarness givenNow(Instant time) {
    moveTo(time);
    return harness();
  }

  /** Advances time; the log is read to its end, and due timers fire. */
  default JourneyHarness after(Duration time) {
    pass(time);
    people().forEach(person -> fireBefore(person, now().plusMillis(1)));
    return harness();
  }

  /** Advances time without processing anything, as while the process is down. */
  default JourneyHarness pass(Duration time) {
    moveTo(now().plus(time));
    return harness();
  }

  /** Fires a timer, whether the instance still has it or not. */
  default Decision timer(InstanceId id, Instant due) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.TimerDue(id, due)));
  }
}
