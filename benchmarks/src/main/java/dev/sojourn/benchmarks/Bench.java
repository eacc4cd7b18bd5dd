package dev.sojourn.benchmarks;

import dev.sojourn.benchmarks.lab.Folders;
import dev.sojourn.benchmarks.lab.Lab;
import dev.sojourn.benchmarks.report.Findings;
import dev.sojourn.benchmarks.report.Table;
import dev.sojourn.benchmarks.scenario.Partitions;
import dev.sojourn.benchmarks.scenario.Run;
import dev.sojourn.benchmarks.scenario.Scenario;
import dev.sojourn.benchmarks.scenario.Scenarios;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sojourn bench}: measures what the engine costs on this machine, with an embedded broker.
 */
@Command(
    name = "sojourn bench",
    description = "Measures the engine on this machine, compared with bare Kafka Streams.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(Bench.class);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description =
          "Any of floor, intake, journeys, latency, storm, parked, restart, growth; all by default.")
  private @Nullable Set<String> scenarios;

  @Option(
      names = "--partitions",
      split = ",",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Partitions of the topics, 1 to 1024; several values are measured in turn and compared"
              + " with the first. ${DEFAULT-VALUE} by default, as in serve.")
  private Set<Integer> partitions = Set.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Seconds of each measured phase, 3 to 3600; ${DEFAULT-VALUE} by default.")
  private int seconds;

  @Option(
      names = "--persons",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "The largest population, 1000 to 10000000; ${DEFAULT-VALUE} by default.")
  private int persons;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "120",
      description =
          "Seconds that a phase may wait for the JIT compilers to settle, 0 to 600;"
              + " ${DEFAULT-VALUE} by default.")
  private int warmUp;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of every measured node, such as kafka.commit.interval.ms=100; repeatable.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures to a file.")
  private @Nullable Path json;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Folder for a few GB of working files; a temporary folder by default.")
  private @Nullable Path folder;

  @Option(
      names = "--keep",
      description = "Keeps that folder afterwards, with the logs of every process.")
  private boolean keep;

  @Option(
      names = "--flight-recordings",
      paramLabel = "DIR",
      description = "Records each process with JDK Flight Recorder, at some cost.")
  private @Nullable Path recordings;

  private Bench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench());
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosen();
    Path own =
        folder == null
            ? Files.createTempDirectory("sojourn-bench")
            : Files.createDirectories(folder.toAbsolutePath())
                .resolve("run-" + ProcessHandle.current().pid());
    if (recordings != null) {
      recordings = Files.createDirectories(recordings.toAbsolutePath());
    }
    PrintWriter err = spec.commandLine().getErr();
    Findings findings = new Findings();
    boolean failed;
    try (Lab lab = new Lab(own, settings, recordings)) {
      failed = runAll(chosen, runs(lab, findings, err), err);
      Partitions.compare(findings, List.copyOf(partitions));
    } finally {
      if (keep) {
        err.println("kept " + own);
      } else {
        Folders.delete(own);
      }
    }
    spec.commandLine().getOut().println(Table.of(findings));
    spec.commandLine().getOut().flush();
    if (json != null) {
      findings.write(json);
    }
    return failed ? 1 : 0;
  }

  private List<Run> runs(Lab lab, Findings findings, PrintWriter err) {
    return partitions.stream()
        .map(
            number ->
                new Run(
                    lab,
                    number,
                    seconds,
                    persons,
                    warmUp,
                    partitions.size() == 1 ? findings : findings.within("p" + number),
                    err))
        .toList();
  }

  private List<Scenario> chosen() {
    partitions.forEach(number -> check("--partitions", number, 1, 1_024));
    check("--seconds", seconds, 3, 3_600);
    check("--persons", persons, 1_000, 10_000_000);
    check("--warm-up", warmUp, 0, 600);
    try {
      return Scenarios.named(
          scenarios == null ? new LinkedHashSet<>(Scenarios.names()) : scenarios);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void check(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "expected %d to %d for key '%s', found %d".formatted(least, most, key, value));
    }
  }

  /** Each scenario on its own: one failure does not stop the others. */
  @SuppressWarnings("CatchingUnchecked")
  private static boolean runAll(List<Scenario> chosen, List<Run> runs, PrintWriter err)
      throws InterruptedException {
    boolean failed = false;
    for (Scenario scenario : chosen) {
      for (Run run : runs) {
        try {
          scenario.run(run);
        } catch (InterruptedException e) {
          throw e;
        } catch (Exception e) {
          failed = true;
          err.println("scenario " + scenario.name() + " failed: " + e.getMessage());
          err.flush();
          // The stack trace is for developers; the line above is enough for everybody else.
          log.error("scenario {} failed", scenario.name(), e);
        }
      }
    }
    return failed;
  }
}
