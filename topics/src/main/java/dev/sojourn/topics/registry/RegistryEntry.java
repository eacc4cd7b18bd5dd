package dev.sojourn.topics.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.json.Json;
import java.time.Instant;

/** Registry entry, as stored in the registry topic under its {@link #id()}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(RegistryEntry.OfJourney.class),
  @JsonSubTypes.Type(RegistryEntry.OfVersion.class),
  @JsonSubTypes.Type(RegistryEntry.OfTemplate.class),
  @JsonSubTypes.Type(RegistryEntry.OfHold.class),
  @JsonSubTypes.Type(RegistryEntry.OfJob.class),
  @JsonSubTypes.Type(RegistryEntry.OfApiKey.class),
  @JsonSubTypes.Type(RegistryEntry.OfSending.class)
})
public sealed interface RegistryEntry {

  /** The record key: unique over all kinds of entry. */
  String id();

  /** The registry with this entry applied. */
  Registry into(Registry registry);

  default byte[] bytes() {
    return Json.bytes(this);
  }

  static RegistryEntry read(byte[] bytes) {
    return Json.read(bytes, RegistryEntry.class);
  }

  /** A journey without its definitions. */
  @JsonTypeName("journey")
  record OfJourney(Journey journey) implements RegistryEntry {
    @Override
    public String id() {
      return "journey/" + journey.id();
    }

    @Override
    public Registry into(Registry registry) {
      return registry.with(journey);
    }
  }

  /** A journey version, which never changes. */
  @JsonTypeName("version")
  record OfVersion(JourneyVersion version) implements RegistryEntry {
    @Override
    public String id() {
      return "version/" + version.journeyId() + "/" + version.number();
    }

    @Override
    public Registry into(Registry registry) {
      return registry.with(version);
    }
  }

  /**
   * A template.
   *
   * @param current whether it is the current one of its key; all contents are kept under their hash
   *     for pending sends
   */
  @JsonTypeName("template")
  record OfTemplate(Template template, boolean current) implements RegistryEntry {
    @Override
    public String id() {
      return current ? "template/" + template.key() : "content/" + template.hash();
    }

    @Override
    public Registry into(Registry registry) {
      return current ? registry.with(template) : registry.withContent(template);
    }
  }

  /** An API key; a revoked one is kept, to be distinguished from one that never existed. */
  @JsonTypeName("api_key")
  record OfApiKey(ApiKey apiKey) implements RegistryEntry {
    @Override
    public String id() {
      return idOf(apiKey.id());
    }

    /** The entry id of a key. */
    public static String idOf(String keyId) {
      return "key/" + keyId;
    }

    @Override
    public Registry into(Registry registry) {
      return registry.with(apiKey);
    }
  }

  /** The sending policy; there is only one. */
  @JsonTypeName("sending")
  record OfSending(SendingPolicy policy) implements RegistryEntry {

    public static final String ID = "sending";

    @Override
    public String id() {
      return ID;
    }

    @Override
    public Registry into(Registry registry) {
      return registry.with(policy);
    }
  }

  /** A hold on sends. */
  @JsonTypeName("hold")
  record OfHold(Hold hold) implements RegistryEntry {
    @Override
    public String id() {
      return "hold/" + hold.journeyId();
    }

    @Override
    public Registry into(Registry registry) {
      return registry.with(hold);
    }
  }

  /**
   * A job for every partition. Not part of the registry: it is in this topic because each partition
   * receives it once, in order with the registry changes.
   */
  @JsonTypeName("job")
  record OfJob(CancelJob job, Instant createdAt) implements RegistryEntry {
    @Override
    public String id() {
      return "job/" + job.id();
    }

    @Override
    public Registry into(Registry registry) {
      return registry;
    }
  }
}
