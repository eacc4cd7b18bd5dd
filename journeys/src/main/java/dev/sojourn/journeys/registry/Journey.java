package dev.sojourn.journeys.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journey in the registry: everything but the definitions of its versions.
 *
 * @param origin which dialect it was authored in
 * @param override what an operator said; null when none has
 * @param version the current version, from 1
 * @param versionByHash content hash of every version it ever had
 * @param source {@code file}, or {@code missing} when its file has gone
 * @param enabled what the current definition says
 * @param updatedAt of the last change
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Journey(
    String id,
    String name,
    Origin origin,
    State status,
    @Nullable Boolean override,
    int version,
    Map<String, Integer> versionByHash,
    @Nullable String source,
    boolean enabled,
    Instant updatedAt) {

  /** Where a journey was authored. */
  public enum Origin {
    @JsonProperty("file")
    FILE,
    @JsonProperty("builder")
    BUILDER,
    @JsonProperty("adaptive")
    ADAPTIVE
  }

  /** What its author made of it. */
  public enum State {
    @JsonProperty("draft")
    DRAFT,
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("archived")
    ARCHIVED
  }

  public Journey {
    versionByHash = Collections.unmodifiableMap(new LinkedHashMap<>(versionByHash));
  }

  /** Whether it accepts entries: the operator's word first, drafts and archived ones never. */
  public boolean acceptsEntries() {
    if (!togglable()) {
      return false;
    }
    return override != null ? override : status == State.ACTIVE && enabled;
  }

  /** Whether an operator may switch it on and off. */
  public boolean togglable() {
    return status != State.DRAFT && status != State.ARCHIVED;
  }
}
