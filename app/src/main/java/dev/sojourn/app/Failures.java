package dev.sojourn.app;

import dev.sojourn.app.broker.BrokerStartException;
import dev.sojourn.app.folder.FolderException;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.SettingsException;
import picocli.CommandLine;

/**
 * Explains in one line why a command failed. Standard error addresses whoever typed the command;
 * the stack trace also goes there, with {@code --verbose}.
 */
final class Failures {

  private Failures() {}

  static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    Console console = new Console(line);
    boolean verbose = line.getParseResult().hasMatchedOption("--verbose");
    if (failure instanceof FolderException folder) {
      folder.problems().forEach(console::complain);
    } else if (expected(failure)) {
      console.complain(String.valueOf(failure.getMessage()));
    } else {
      console.complain(
          "unexpected failure: " + failure + (verbose ? "" : "; --verbose shows where"));
    }
    if (verbose) {
      failure.printStackTrace(console.err());
      console.err().flush();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean expected(Exception failure) {
    return failure instanceof StartException
        || failure instanceof SettingsException
        || failure instanceof BrokerStartException;
  }
}
