package dev.sojourn.benchmarks.micro;

import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmark of decoding an event: the envelope alone, which every event needs, and its properties.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class EnvelopeBenchmark {

  private final byte[] event =
      """
      {"uuid":"01982f5e-3c1a-7000-8000-000000000001","event":"$pageview","distinct_id":"user_abc123",
       "timestamp":"2026-01-15T10:30:00.000Z","properties":{"$current_url":"https://example.org/a/b",
       "$browser":"Firefox","$os":"Linux","$screen_width":1920,"$lib":"web","plan":"pro","seats":12,
       "$referrer":"https://example.org/","utm":{"source":"mail","campaign":"spring"}}}
      """
          .getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public EventEnvelope envelope() throws InvalidRecordException {
    return EventEnvelope.decode(event);
  }

  @Benchmark
  public Map<String, Object> envelopeAndProperties() throws InvalidRecordException {
    return EventEnvelope.decode(event).properties();
  }
}
