package dev.sojourn.app.node;

import dev.sojourn.app.broker.Reasons;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.delivery.Delivery;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.engine.EngineSettings;
import dev.sojourn.processor.engine.KafkaEngine;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** The parts of a real node. */
public final class StandardParts implements Parts {

  /** How many of the newest mails a developer can look at. */
  private static final int OUTBOX = 10_000;

  @Override
  public RunningEngine startEngine(NodeSettings settings, Consumer<String> onFatal)
      throws StartException {
    Settings.Kafka kafka = settings.settings().kafka();
    boolean dev = settings.profile() == Profile.DEV;
    EngineSettings engine =
        new EngineSettings(
            kafka.topics(),
            kafka.partitions(),
            settings.nodeId(),
            settings.settings().http().advertisedHost(),
            settings.settings().http().portForOthers(),
            settings.streamsDir(),
            dev ? 1 : Runtime.getRuntime().availableProcessors(),
            // A copy of each store elsewhere; a single node has no elsewhere.
            dev ? 0 : 1,
            kafka.replication(),
            dev ? OUTBOX : 0,
            kafka.clientSettings());
    try {
      KafkaEngine running =
          KafkaEngine.start(
              engine,
              InstantSource.system(),
              () -> onFatal.accept("the engine has died, see the log"));
      return new EnginePart(running);
    } catch (KafkaException e) {
      throw new StartException("cannot start the engine: " + Reasons.of(e), e);
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
    // Under dev, mails land in an outbox that can be looked at.
    Provider provider = new LogProvider(settings.profile() == Profile.DEV);
    try {
      return Delivery.start(kafka.topics(), kafka.clientSettings(), provider)::close;
    } catch (KafkaException e) {
      throw new StartException("cannot start delivery: " + Reasons.of(e), e);
    }
  }

  @Override
  public RunningHttp startHttp(NodeSettings settings, Engine engine, BooleanSupplier folderApplied)
      throws StartException {
    // WIRE: Gateways.open(nodeId, topics, partitions, clientSettings) from admin-http, then
    // HttpServer with adminKey(), posthogSecret() (open without one under Profile.DEV),
    // folderApplied for /health/ready, and commands as
    // (command, id) -> gateways.commands().send(id, command).
    throw new StartException("HTTP is not part of this build");
  }
}
