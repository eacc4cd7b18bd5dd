package dev.sojourn.journeys.person;

import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the summary lists about an active instance, so that most events need not load it.
 *
 * @param subscribedEvents names of events it may be waiting for; extra names are harmless, missing
 *     ones are not
 * @param due when its timer is due; too early is harmless, too late is not
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
