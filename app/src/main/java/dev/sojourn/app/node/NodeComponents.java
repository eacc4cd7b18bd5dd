package dev.sojourn.app.node;

import dev.sojourn.app.folder.Commands;
import dev.sojourn.processor.engine.Engine;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Makes the parts of a node. The one place that knows their constructors. */
public interface NodeComponents {

  /** Closing is bounded in time and may be repeated. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  /** The engine, started: it may still be restoring. */
  interface RunningEngine extends Part {
    Engine engine();
  }

  /** The HTTP surfaces, and the commands that they and the folder submit. */
  interface RunningHttp extends Part {
    int port();

    Commands commands();
  }

  /**
   * Starts the engine.
   *
   * @param onFatal told in one line when it has stopped for good; may be called on any thread
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
   * Opens HTTP; answers to commands are listened for before it opens.
   *
   * @param folderApplied whether this node's folder is applied everywhere, part of being ready
   * @throws StartException when it cannot start
   */
  RunningHttp startHttp(NodeSettings settings, Engine engine, BooleanSupplier folderApplied)
      throws StartException;
}
