package dev.sojourn.app.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of journeys. */
record JourneyFiles(Path folder) {

  JourneyFiles journey(String id, String yaml) {
    return file(id + ".yaml", "id: " + id + "\n" + yaml);
  }

  JourneyFiles template(String key) {
    return file(
        "templates/" + key + ".liquid", "---\nsubject: " + key + "\n---\nHello {{ user.id }}\n");
  }

  JourneyFiles file(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
