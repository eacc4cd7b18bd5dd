package dev.sojourn.journeys.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Journey in the registry, without the definitions of its versions.
 *
 * @param origin the dialect it was authored in
 * @param override the operator's switch; null when never set
 * @param version the current version, from 1
 * @param versionByHash version number by content hash, for all versions ever published
 * @param source {@code file}, or {@code missing} when its file was deleted
 * @param enabled the default of the current definition
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
    Instant updatedAt)
    implements RegistryValue<Journey> {

  /** By journey id. */
  public static final RegistryKind<Journey> KIND =
      RegistryKind.of("journey", Journey.class, Journey::id);

  /** The dialect a journey was authored in. */
  public enum Origin {
    @JsonProperty("file")
    FILE,
    @JsonProperty("builder")
    BUILDER,
    @JsonProperty("adaptive")
    ADAPTIVE
  }

  /** The publication state set by its author. */
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

  @Override
  public RegistryKind<Journey> kind() {
    return KIND;
  }

  /**
   * Whether it accepts entries: never for drafts and archived ones; otherwise the operator's switch
   * overrides the default.
   */
  public boolean acceptsEntries() {
    if (!togglable()) {
      return false;
    }
    return override != null ? override : status == State.ACTIVE && enabled;
  }

  /** Whether an operator may enable and disable it. */
  public boolean togglable() {
    return status != State.DRAFT && status != State.ARCHIVED;
  }
}
