package dev.sojourn.app.node;

import dev.sojourn.app.broker.Reasons;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.delivery.Delivery;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.processor.engine.Engine;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** The parts of a real node. */
public final class StandardParts implements Parts {

  @Override
  public RunningEngine startEngine(NodeSettings settings, Consumer<String> onFatal)
      throws StartException {
    // WIRE: Kafka Streams with settings.settings().kafka(), settings.nodeId() as
    // group.instance.id, settings.streamsDir(), and http().advertisedHost():portForOthers().
    throw new StartException("the engine is not part of this build");
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
