package dev.sojourn.app.node;

import dev.sojourn.processor.engine.Engine;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
    // WIRE: dev.sojourn.delivery.Delivery.start(...), the log provider under Profile.DEV.
    throw new StartException("delivery is not part of this build");
  }

  @Override
  public RunningHttp startHttp(NodeSettings settings, Engine engine, BooleanSupplier folderApplied)
      throws StartException {
    // WIRE: CommandGateway, then HttpServer with adminKey(), posthogSecret() and the gateway.
    throw new StartException("HTTP is not part of this build");
  }
}
