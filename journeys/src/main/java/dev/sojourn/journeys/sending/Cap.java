package dev.sojourn.journeys.sending;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sojourn.journeys.time.LocalClock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cap on the sends that one person may receive in a window, over all journeys.
 *
 * @param channel the channel it applies to; all when absent
 * @param category the category it applies to; all when absent
 * @param most 1 to 100
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"channel", "category", "most", "window"})
public record Cap(
    @Nullable String channel,
    @Nullable String category,
    @JsonProperty(required = true) int most,
    @JsonProperty(required = true) Window window) {

  /** The counted sends are part of the summary, which is read for each event of a person. */
  private static final int MOST = 100;

  public Cap {
    if (channel != null) {
      Channel.flaw(channel)
          .ifPresent(
              flaw -> {
                throw new IllegalArgumentException(flaw);
              });
    }
    if (category != null && category.isBlank()) {
      throw new IllegalArgumentException("expected a category for key 'category', found none");
    }
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException(
          "expected 1 to %d for key 'most', found %d".formatted(MOST, most));
    }
  }

  boolean counts(String sentBy, @Nullable String sentAs) {
    return (channel == null || channel.equals(sentBy))
        && (category == null || category.equals(sentAs));
  }

  boolean remembers(CapEntry mark, Instant now) {
    return counts(mark.channel(), mark.category()) && window.mayCover(mark.at(), now);
  }

  boolean isReached(List<CapEntry> capEntries, LocalClock clock, Instant now) {
    return capEntries.stream()
            .filter(mark -> counts(mark.channel(), mark.category()))
            .filter(mark -> window.covers(mark.at(), clock, now))
            .count()
        >= most;
  }
}
