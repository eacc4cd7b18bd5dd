package dev.sojourn.app;

import dev.sojourn.app.node.NodeComponents;
import dev.sojourn.app.node.StandardComponents;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Launcher of {@code sojourn}: parses the command line and returns the exit status. */
@Command(
    name = "sojourn",
    description = "A customer-journey engine that runs on Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Settings: sojourn.properties (or the file that SOJOURN_CONFIG names), SOJOURN_* in the",
      "environment, then options; the later one wins. 'sojourn settings' lists them."
    })
public final class Main {

  /** The installation folder, set by the start script. */
  static final String HOME_PROPERTY = "sojourn.home";

  private Main() {}

  public static void main(String[] args) {
    LaunchEnvironment environment =
        new LaunchEnvironment(
            Path.of("").toAbsolutePath(),
            Path.of(System.getProperty(HOME_PROPERTY, "")).toAbsolutePath(),
            System.getenv());
    System.exit(commandLine(environment, new StandardComponents()).execute(args));
  }

  /** Builds the command line with all subcommands. */
  static CommandLine commandLine(LaunchEnvironment environment, NodeComponents parts) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new DevCommand(environment, parts));
    line.addSubcommand(new ServeCommand(environment, parts));
    line.addSubcommand(new TopicsCommand(environment));
    line.addSubcommand(new SettingsCommand(environment));
    line.setExecutionExceptionHandler(Failures::explain);
    return line;
  }

  /**
   * Environment of the process.
   *
   * @param workingDir the caller's working directory
   * @param home the installation folder
   * @param variables environment variables
   */
  record LaunchEnvironment(Path workingDir, Path home, Map<String, String> variables) {}

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"sojourn " + Optional.ofNullable(version).orElse("development")};
    }
  }
}
