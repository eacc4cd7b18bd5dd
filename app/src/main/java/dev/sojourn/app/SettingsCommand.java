package dev.sojourn.app;

import dev.sojourn.app.settings.SettingsDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sojourn settings}: what can be set, as this version reads it. */
@Command(
    name = "settings",
    description = "Lists all settings: names, accepted values, defaults, meanings.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class SettingsCommand implements Callable<Integer> {

  private final Main.LaunchEnvironment environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--markdown", description = "As Markdown tables.")
  private boolean markdown;

  @Option(
      names = "--update",
      paramLabel = "FILE",
      description = "Replaces the tables in a Markdown file that has markers for them.")
  private @Nullable Path update;

  SettingsCommand(Main.LaunchEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    SettingsDocument document = new SettingsDocument();
    if (update == null) {
      new Console(spec.commandLine()).say(markdown ? document.markdown() : document.text());
    } else {
      update(document, environment.workingDir().resolve(update));
    }
    return 0;
  }

  private void update(SettingsDocument document, Path file) {
    try {
      String before = Files.readString(file);
      String after =
          document
              .updated(before)
              .orElseThrow(
                  () ->
                      refusal(
                          "expected the lines '%s' and '%s' in %s, found not both"
                              .formatted(SettingsDocument.BEGIN, SettingsDocument.END, file)));
      Files.writeString(file, after);
    } catch (IOException e) {
      throw refusal("cannot update %s: %s".formatted(file, e));
    }
  }

  private CommandLine.ParameterException refusal(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
