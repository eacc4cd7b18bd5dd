package dev.sojourn.app.node;

import dev.sojourn.app.broker.ErrorText;
import dev.sojourn.app.folder.Commands;
import dev.sojourn.app.settings.AdvertisedAddress;
import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.delivery.Delivery;
import dev.sojourn.delivery.bulkhead.BulkheadSettings;
import dev.sojourn.http.kafka.Gateways;
import dev.sojourn.http.prometheus.Scrape;
import dev.sojourn.http.server.HttpServer;
import dev.sojourn.http.server.HttpSettings;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.engine.EngineSettings;
import dev.sojourn.processor.engine.KafkaEngine;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.registry.SharedValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/** Production components of one node. */
public final class StandardComponents implements NodeComponents {

  /** Newest messages that a developer can view. */
  private static final int OUTBOX = 10_000;

  /** Of the engine and of delivery, which read the same entries. */
  private final SharedValues registryValues = new SharedValues();

  private @Nullable PrometheusMeterRegistry meters;
  private @Nullable NodeSettings linked;
  private @Nullable EmailLinks links;

  /** Shared by all components of a node: deriving its key is slow. */
  private synchronized EmailLinks links(NodeSettings settings) {
    EmailLinks made = links;
    if (made == null || !settings.equals(linked)) {
      made = new EmailLinks(settings);
      links = made;
      linked = settings;
    }
    return made;
  }

  @Override
  public RunningEngine startEngine(NodeSettings settings, Consumer<String> onFatal)
      throws StartException {
    return startEngine(settings, engineSettings(settings), onFatal);
  }

  /** The engine settings of a node. */
  public static EngineSettings engineSettings(NodeSettings settings) {
    Settings.Kafka kafka = settings.settings().kafka();
    AdvertisedAddress advertised = AdvertisedAddress.of(settings.settings());
    boolean dev = settings.profile() == Profile.DEV;
    return new EngineSettings(
        kafka.topics(),
        kafka.partitions(),
        settings.nodeId(),
        advertised.host(),
        advertised.port(),
        settings.streamsDir(),
        dev ? 1 : Runtime.getRuntime().availableProcessors(),
        settings.settings().get(LocalSettings.ROCKSDB_MEMORY),
        // One standby of each store; a single node has nowhere to put it.
        dev ? 0 : 1,
        kafka.replication(),
        dev ? OUTBOX : 0,
        kafka.clientSettings(),
        settings.settings().get(DeliverySettings.DELIVERY_RETRY));
  }

  /** The registry of all meters of the node. */
  public MeterRegistry meters() {
    return prometheus();
  }

  /** Made when it is needed: other commands than those that start a node do without it. */
  private synchronized PrometheusMeterRegistry prometheus() {
    PrometheusMeterRegistry made = meters;
    if (made == null) {
      made = Scrape.newRegistry();
      meters = made;
    }
    return made;
  }

  /** Like {@link NodeComponents#startEngine}, with other engine settings. */
  public RunningEngine startEngine(
      NodeSettings settings, EngineSettings engine, Consumer<String> onFatal)
      throws StartException {
    try {
      KafkaEngine running =
          KafkaEngine.start(
              engine,
              meters(),
              registryValues,
              InstantSource.system(),
              () -> onFatal.accept("the engine has died, see the log"));
      return new EnginePart(running);
    } catch (ProcessorStateException e) {
      throw new StartException(
          "the stores in %s cannot be opened; all they hold is in the log, too: remove that folder and start again (%s)"
              .formatted(settings.streamsDir(), ErrorText.of(e)),
          e);
    } catch (KafkaException e) {
      throw new StartException("cannot start the engine: " + ErrorText.of(e), e);
    }
  }

  private record EnginePart(KafkaEngine engine) implements RunningEngine {
    @Override
    public void close() {
      engine.close();
    }
  }

  @Override
  public Part startDelivery(NodeSettings settings, Engine engine, Consumer<String> onFatal)
      throws StartException {
    Settings.Kafka kafka = settings.settings().kafka();
    CloseableStack open = new CloseableStack();
    try {
      Providers providers =
          open.add("providers", new Providers(settings, links(settings), InstantSource.system()));
      open.add(
          "deliveries",
          Delivery.start(
              kafka.topics(),
              kafka.clientSettings(),
              settings.nodeId(),
              providers.outlets(),
              bulkheads(settings.settings()),
              registryValues));
      return open::close;
    } catch (KafkaException e) {
      open.close();
      throw new StartException("cannot start delivery: " + ErrorText.of(e), e);
    }
  }

  private static Map<String, BulkheadSettings> bulkheads(Settings settings) {
    BulkheadSettings standard = BulkheadSettings.STANDARD;
    return Map.of(
        "email", standard.withRate(settings.get(DeliverySettings.EMAIL_RATE)),
        "sms", standard.withRate(settings.get(DeliverySettings.SMS_RATE)),
        "push", standard.withRate(settings.get(DeliverySettings.PUSH_RATE)),
        "webhook", standard.withRate(settings.get(DeliverySettings.WEBHOOK_RATE)));
  }

  @Override
  public RunningHttp startHttp(NodeSettings settings, Engine engine, BooleanSupplier folderApplied)
      throws StartException {
    Settings.Kafka kafka = settings.settings().kafka();
    Settings values = settings.settings();
    CloseableStack open = new CloseableStack();
    try {
      Gateways gateways =
          open.add(
              "gateways",
              Gateways.open(
                  settings.nodeId(), kafka.topics(), kafka.partitions(), kafka.clientSettings()));
      HttpServer server =
          open.add(
              "server",
              HttpServer.start(
                  new HttpSettings(
                      values.get(ApiSettings.HTTP_HOST),
                      values.get(ApiSettings.HTTP_PORT),
                      settings.adminKey().value(),
                      values
                          .find(ApiSettings.POSTHOG_WEBHOOK_SECRET)
                          .map(Secret::value)
                          .orElse(null),
                      settings.profile() == Profile.DEV,
                      values.get(ApiSettings.ADMIN_RATE_LIMIT),
                      InstantSource.system(),
                      InboundKeys.keys(settings, links(settings))),
                  engine,
                  prometheus(),
                  gateways.events(),
                  gateways.commands(),
                  gateways.log(),
                  gateways.deadLetters(),
                  new TemplatePreviews(InstantSource.system(), links(settings).exist()),
                  folderApplied));
      Commands commands = (command, id) -> gateways.commands().send(id, command, Actor.FOLDER);
      return new HttpPart(server.port(), commands, open);
    } catch (RuntimeException e) {
      open.close();
      throw new StartException("cannot open HTTP: " + ErrorText.of(e), e);
    }
  }

  private record HttpPart(int port, Commands commands, CloseableStack open) implements RunningHttp {
    @Override
    public void close() {
      open.close();
    }
  }
}
