package dev.sojourn.benchmarks.lab;

import dev.sojourn.benchmarks.load.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Folder of journey files, as a product engineer would keep it. */
public final class JourneysFolder {

  /** An event that no journey references. */
  public static final String NOBODYS_EVENT = "page:viewed";

  private final Path path;

  JourneysFolder(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  private JourneysFolder journey(String id, String event, String steps) throws IOException {
    Files.writeString(
        path.resolve(id + ".json"),
        """
        {"id": "%s", "trigger": {"event": "%s"}, "entryLimit": "unlimited", "steps": [%s]}
        """
            .formatted(id, event, steps));
    return this;
  }

  private static String send(String id, String next) {
    return "{\"id\": \"%s\", \"type\": \"send\", \"channel\": \"email\", \"template\": \"hello\", \"next\": \"%s\"}"
        .formatted(id, next);
  }

  private static String sleep(Duration duration, String next) {
    return "{\"id\": \"nap\", \"type\": \"sleep\", \"duration\": \"%s\", \"next\": \"%s\"}"
        .formatted(duration, next);
  }

  private static final String DONE = "{\"id\": \"done\", \"type\": \"complete\"}";

  private void template() throws IOException {
    Files.createDirectories(path.resolve("templates"));
    Files.writeString(
        path.resolve("templates/hello.liquid"),
        "---\nsubject: Hello\nfrom: hello@example.org\n---\nHello {{ user.id }}\n");
  }

  /** Adds journeys that nothing in the benchmark triggers. */
  public JourneysFolder idle(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      journey("idle-" + i, "idle:" + i, sleep(Duration.ofDays(1), "done") + ", " + DONE);
    }
    return this;
  }

  /** Adds a journey whose instances wait for an event that never comes. */
  public JourneysFolder waiting(String id, String event) throws IOException {
    return journey(
        id,
        event,
        "{\"id\": \"wait\", \"type\": \"wait_for_event\", \"event\": \"never:comes\","
            + " \"timeout\": \"P60D\", \"next\": \"done\", \"timeoutNext\": \"done\"}, "
            + DONE);
  }

  /** Adds a journey of trigger, send, sleep, send, complete. */
  public JourneysFolder welcome(String id, String event, Duration nap) throws IOException {
    template();
    return journey(
        id,
        event,
        send(Stages.FIRST, "nap")
            + ", "
            + sleep(nap, Stages.SECOND)
            + ", "
            + send(Stages.SECOND, "done")
            + ", "
            + DONE);
  }

  /** Adds a journey of trigger, sleep, complete. */
  public JourneysFolder nap(String id, String event, Duration nap) throws IOException {
    return journey(id, event, sleep(nap, "done") + ", " + DONE);
  }

  /** Adds a journey of trigger, sleep, send, complete. */
  public JourneysFolder reminder(String id, String event, Duration nap) throws IOException {
    template();
    return journey(
        id, event, sleep(nap, Stages.SECOND) + ", " + send(Stages.SECOND, "done") + ", " + DONE);
  }
}
