package dev.sojourn.app;

import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * What people see: results on standard output, one line for each thing that is wrong on the other.
 */
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
