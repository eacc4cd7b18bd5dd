package dev.sojourn.app.e2e;

import dev.sojourn.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test the same broker and node: to start them takes longer than most tests. So each
 * test has journeys and persons of its own.
 */
final class OneSojourn implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(OneSojourn.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LiveSojourn.class || type == EmbeddedBroker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    RunningBroker broker =
        store.getOrComputeIfAbsent("broker", key -> RunningBroker.start(), RunningBroker.class);
    return parameter.getParameter().getType() == EmbeddedBroker.class
        ? broker.broker()
        : store.getOrComputeIfAbsent("node", key -> node(broker), LiveSojourn.class);
  }

  private static LiveSojourn node(RunningBroker broker) {
    try {
      return LiveSojourn.start(
          Installation.guarded(broker.broker(), broker.folder().resolve("node"), "e2e"));
    } catch (Exception e) {
      throw new IllegalStateException("expected a node that starts", e);
    }
  }

  /** The store closes what was made last first, so the broker outlives the node. */
  record RunningBroker(EmbeddedBroker broker, Path folder) implements AutoCloseable {

    static RunningBroker start() {
      try {
        Path folder = Files.createTempDirectory("sojourn-e2e");
        return new RunningBroker(EmbeddedBroker.start(folder.resolve("kafka"), 0), folder);
      } catch (Exception e) {
        throw new IllegalStateException("expected a broker that starts", e);
      }
    }

    @Override
    public void close() {
      broker.close();
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
