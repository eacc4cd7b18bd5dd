package dev.sojourn.journeys.sending;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import dev.sojourn.journeys.time.LocalClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sending policy: limits how many messages people receive, and when, over all journeys.
 *
 * @param timezone an IANA zone, for people whose own is unknown; UTC when absent
 * @param quietHours when nothing is sent; never when absent
 * @param caps at most 20; none when absent
 * @param exempt categories to which caps and quiet hours do not apply and which are not counted;
 *     {@code transactional} only when absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"timezone", "quietHours", "caps", "exempt"})
public record SendingPolicy(
    @Nullable String timezone,
    @Nullable QuietHours quietHours,
    @Nullable List<Cap> caps,
    @Nullable List<String> exempt)
    implements RegistryValue<SendingPolicy> {

  /** There is only one. */
  public static final RegistryKind<SendingPolicy> KIND =
      RegistryKind.single("sending", SendingPolicy.class).inMember("policy");

  /** The policy while none is published. */
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

  @Override
  public RegistryKind<SendingPolicy> kind() {
    return KIND;
  }

  /** Whether some cap counts a send of this kind. */
  public boolean counts(String channel, @Nullable String category) {
    return !exempts(category) && limits().stream().anyMatch(cap -> cap.counts(channel, category));
  }

  /**
   * Whether some cap for this kind of send is reached for a person.
   *
   * @param capEntries the person's cap entries
   * @param contact the contact's properties
   */
  public boolean isReached(
      List<CapEntry> capEntries,
      String channel,
      @Nullable String category,
      Map<String, Object> contact,
      Instant now) {
    if (capEntries.isEmpty() || !counts(channel, category)) {
      return false;
    }
    LocalClock clock = LocalClock.of(contact, timezone);
    return limits().stream()
        .filter(cap -> cap.counts(channel, category))
        .anyMatch(cap -> cap.isReached(capEntries, clock, now));
  }

  /** The entries that some cap may still count. */
  public List<CapEntry> remembered(List<CapEntry> capEntries, Instant now) {
    return capEntries.stream()
        .filter(mark -> limits().stream().anyMatch(cap -> cap.remembers(mark, now)))
        .toList();
  }

  /** Whether sends in quiet hours are skipped instead of delayed. */
  public boolean skipsInQuietHours() {
    return quietHours != null && quietHours.skips();
  }

  /**
   * When quiet hours end for a send of this category; empty when it may go out now.
   *
   * @param contact the contact's properties
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
