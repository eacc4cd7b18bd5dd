package dev.sojourn.journeys.sending;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sojourn.journeys.time.LocalClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What protects people from too many messages and from messages at night, whichever journey sends
 * them.
 *
 * @param timezone an IANA zone, for people of whom none is known; UTC when not written
 * @param quietHours when people are left alone; never when not written
 * @param caps at most 20; none when not written
 * @param exempt categories that caps and quiet hours let pass and do not count; {@code
 *     transactional} alone when not written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"timezone", "quietHours", "caps", "exempt"})
public record SendingPolicy(
    @Nullable String timezone,
    @Nullable QuietHours quietHours,
    @Nullable List<Cap> caps,
    @Nullable List<String> exempt) {

  /** What counts while nothing is published. */
  public static final SendingPolicy NONE = new SendingPolicy(null, null, null, null);

  private static final List<String> EXEMPT = List.of("transactional");
  private static final int MOST_CAPS = 20;

  public SendingPolicy {
    if (timezone != null && LocalClock.zone(timezone).isEmpty()) {
      throw new IllegalArgumentException(
          "expected an IANA zone such as 'Europe/Berlin' for key 'timezone', found '%s'"
              .formatted(timezone));
    }
    caps = caps == null ? null : List.copyOf(caps);
    exempt = exempt == null ? null : List.copyOf(exempt);
    if (caps != null && caps.size() > MOST_CAPS) {
      throw new IllegalArgumentException(
          "expected at most %d caps for key 'caps', found %d".formatted(MOST_CAPS, caps.size()));
    }
  }

  /** Whether a send of this kind is counted by some cap. */
  public boolean counts(String channel, @Nullable String category) {
    return !exempts(category) && limits().stream().anyMatch(cap -> cap.counts(channel, category));
  }

  /**
   * Whether a person has got as much as some cap allows of this kind.
   *
   * @param marks what the person has got
   * @param contact what is known of the person
   */
  public boolean isReached(
      List<CapEntry> marks,
      String channel,
      @Nullable String category,
      Map<String, Object> contact,
      Instant now) {
    if (marks.isEmpty() || !counts(channel, category)) {
      return false;
    }
    LocalClock clock = LocalClock.of(contact, timezone);
    return limits().stream()
        .filter(cap -> cap.counts(channel, category))
        .anyMatch(cap -> cap.isReached(marks, clock, now));
  }

  /** Those that some cap may still count. */
  public List<CapEntry> remembered(List<CapEntry> marks, Instant now) {
    return marks.stream()
        .filter(mark -> limits().stream().anyMatch(cap -> cap.remembers(mark, now)))
        .toList();
  }

  /** Whether what comes in quiet hours is not sent at all. */
  public boolean skipsInQuietHours() {
    return quietHours != null && quietHours.skips();
  }

  /**
   * When the person may be written to again; empty when that is now.
   *
   * @param contact what is known of the person
   */
  public Optional<Instant> quietUntil(
      @Nullable String category, Map<String, Object> contact, Instant now) {
    return quietHours == null || exempts(category)
        ? Optional.empty()
        : quietHours.until(LocalClock.of(contact, timezone), now);
  }

  private boolean exempts(@Nullable String category) {
    return category != null && (exempt == null ? EXEMPT : exempt).contains(category);
  }

  private List<Cap> limits() {
    return caps == null ? List.of() : caps;
  }
}
