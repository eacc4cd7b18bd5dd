package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.processor.task.InputTopic;
import dev.sojourn.processor.task.PriorityTimeExtractor;
import dev.sojourn.processor.task.RecordHandler;
import dev.sojourn.processor.thread.Wakeup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The stream processor of a task. Everything that concerns the people of one partition passes
 * through it in one order, on one thread, so that entering, exiting, waiting and cancelling cannot
 * race. Each handler decides with {@link dev.sojourn.journeys.decide.Decider} and then writes the
 * decision; only a store or a sink can make it throw, and then the transaction is aborted.
 */
final class PersonProcessor implements Processor<byte[], byte[], Destination, byte[]> {

  private final TaskSettings settings;
  private @Nullable Running running;

  PersonProcessor(TaskSettings settings) {
    this.settings = settings;
  }

  /** A task whose stores are restored. */
  private record Running(
      TaskParts parts,
      Map<String, Input> inputs,
      List<BackgroundTask> background,
      Wakeup commits) {}

  private record Input(InputTopic topic, RecordHandler handler) {}

  @Override
  public void init(ProcessorContext<Destination, byte[]> context) {
    TaskParts parts = TaskParts.of(context, settings);
    List<BackgroundTask> background = Features.backgroundTasks(parts);
    Map<InputTopic, RecordHandler> handlers = Features.inputs(parts, background);
    Map<String, Input> inputs =
        handlers.entrySet().stream()
            .map(entry -> new Input(entry.getKey(), entry.getValue()))
            .collect(
                Collectors.toUnmodifiableMap(
                    input -> input.topic().in(settings.topics()), Function.identity()));
    Wakeup commits =
        new Wakeup(context, settings.wall(), settings.wakeups(), settings.commits()::fired);
    settings.commits().add(context, commits);
    running = new Running(parts, inputs, background, commits);
    background.forEach(BackgroundTask::start);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Running task = Objects.requireNonNull(running);
    RecordMetadata position = task.parts().context().recordMetadata().orElseThrow();
    Input input = Objects.requireNonNull(task.inputs().get(position.topic()));
    long appended =
        input.topic().overtakes()
            ? PriorityTimeExtractor.originalTime(record.timestamp())
            : record.timestamp();
    InputRecord read =
        new InputRecord(
            input.topic().source(),
            position.topic(),
            position.partition(),
            position.offset(),
            Instant.ofEpochMilli(appended),
            record.key(),
            record.value(),
            record.headers());
    settings.timeShare().forRecord(() -> input.handler().handle(read));
    task.parts().positions().processed(read);
    task.parts().watermark().processed(position.topic(), position.partition(), position.offset());
    task.background().forEach(BackgroundTask::recordHandled);
    settings.commits().worked(task.parts().context());
  }

  @Override
  public void close() {
    if (running != null) {
      running.background().forEach(BackgroundTask::stop);
      settings.commits().remove(running.parts().context());
      running.commits().cancel();
      running.parts().registry().close();
    }
  }
}
