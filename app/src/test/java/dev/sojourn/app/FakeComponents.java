package dev.sojourn.app;

import dev.sojourn.app.folder.Commands;
import dev.sojourn.app.node.NodeComponents;
import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionOwners;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Parts that do nothing and remember it. */
final class FakeComponents implements NodeComponents {

  final List<String> story = new CopyOnWriteArrayList<>();
  private boolean httpFails;

  void failingHttp() {
    httpFails = true;
  }

  @Override
  public RunningEngine startEngine(NodeSettings settings, Consumer<String> onFatal) {
    story.add("engine");
    return new RunningEngine() {
      @Override
      public Engine engine() {
        return new FakeEngine();
      }

      @Override
      public void close() {
        story.add("engine closed");
      }
    };
  }

  @Override
  public Part startDelivery(NodeSettings settings, Engine engine, Consumer<String> onFatal) {
    story.add("delivery");
    return () -> story.add("delivery closed");
  }

  @Override
  public RunningHttp startHttp(NodeSettings settings, Engine engine, BooleanSupplier folderApplied)
      throws StartException {
    if (httpFails) {
      throw new StartException("no HTTP today");
    }
    story.add("HTTP");
    return new RunningHttp() {
      @Override
      public int port() {
        return settings.settings().get(ApiSettings.HTTP_PORT);
      }

      @Override
      public Commands commands() {
        return (command, id) -> {
          story.add("published " + command.key());
          return CompletableFuture.completedFuture(answer(command));
        };
      }

      @Override
      public void close() {
        story.add("HTTP closed");
      }
    };
  }

  private static Result answer(Command command) {
    return Result.applied(
        0,
        command instanceof Command.PublishJourney publish
            ? new Answer.JourneyPublished(publish.definition().id(), 1, true)
            : new Answer.JourneyMissing(command.key(), true));
  }

  private static final class FakeEngine implements Engine {
    @Override
    public LocalQueries queries() {
      throw new UnsupportedOperationException();
    }

    @Override
    public PartitionOwners owners() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Registry> registry() {
      return Optional.of(Registry.EMPTY);
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public Meters meters() {
      return () -> {};
    }
  }
}
