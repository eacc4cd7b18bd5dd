package dev.sojourn.journeys.person;

import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the head knows of an instance that is not over, so that most events need not load it.
 *
 * @param subscribedEvents names of events it may be waiting for; more than the truth does no harm,
 *     less would
 * @param due when its timer is due; earlier than the truth does no harm, later would
 */
public record ActiveInstance(
    InstanceId id,
    String journeyId,
    int version,
    List<String> subscribedEvents,
    @Nullable Instant due) {

  public ActiveInstance {
    subscribedEvents = List.copyOf(subscribedEvents);
  }
}
