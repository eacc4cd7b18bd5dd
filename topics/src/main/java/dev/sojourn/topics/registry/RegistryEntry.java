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

/** One published thing, as it stands in the registry topic under its {@link #id()}. */
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

  /** The record's key: unique over all kinds. */
  String id();

  /** The registry with this in it. */
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

  /** A version, which never changes. */
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
   * @param current whether it is what its key means now; every content stays under its hash, for
   *     the sends that are under way
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

  /** A key of the API; a revoked one stays, so that it is told from one that never was. */
  @JsonTypeName("api_key")
  record OfApiKey(ApiKey apiKey) implements RegistryEntry {
    @Override
    public String id() {
      return idOf(apiKey.id());
    }

    /** What the entry of a key is known by. */
    public static String idOf(String keyId) {
      return "key/" + keyId;
    }

    @Override
    public Registry into(Registry registry) {
      return registry.with(apiKey);
    }
  }

  /** What protects people from too many messages; there is one. */
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

  /** Whether sends are held back. */
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
   * Work for every partition. Nothing that is published: it is here because each partition gets it
   * once, in order with what is published.
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
