package dev.sojourn.app;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Console output: results on standard output, one line per problem on standard error. */
final class Console {

  private final PrintWriter out;
  private final PrintWriter err;

  Console(CommandLine line) {
    this.out = line.getOut();
    this.err = line.getErr();
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  void complain(String line) {
    err.println("sojourn: " + line);
    err.flush();
  }

  PrintWriter err() {
    return err;
  }
}
