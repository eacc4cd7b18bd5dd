package dev.sojourn.app.node;

import dev.sojourn.app.folder.Commands;
import dev.sojourn.processor.engine.Engine;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Factory for the components of a node. The only place that knows their constructors. */
public interface NodeComponents {

  /** Component of a node. Closing is bounded in time and may be repeated. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  /** Started engine, which may still be restoring. */
  interface RunningEngine extends Part {
    Engine engine();
  }

  /** The HTTP APIs, and the commands that they and the folder submit. */
  interface RunningHttp extends Part {
    int port();

    Commands commands();
  }

  /**
   * Starts the engine.
   *
   * @param onFatal receives one line when the engine has stopped for good; may be called on any
   *     thread
   * @throws StartException when it cannot start
   */
  RunningEngine startEngine(NodeSettings settings, Consumer<String> onFatal) throws StartException;

  /**
   * Starts delivery.
   *
   * @throws StartException when it cannot start
   */
  Part startDelivery(NodeSettings settings, Engine engine, Consumer<String> onFatal)
      throws StartException;

  /**
   * Opens HTTP. The listener for command replies starts before it.
   *
   * @param folderApplied whether this node's folder is applied in every partition, a condition of
   *     readiness
   * @throws StartException when it cannot start
   */
  RunningHttp startHttp(NodeSettings settings, Engine engine, BooleanSupplier folderApplied)
      throws StartException;
}
