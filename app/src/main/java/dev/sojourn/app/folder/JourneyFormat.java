package dev.sojourn.app.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.JourneySyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** File format of journeys. */
final class JourneyFormat {

  private static final JourneyFormat JSON = new JourneyFormat(new JsonFactory());
  private static final JourneyFormat YAML = new JourneyFormat(new YAMLFactory());

  private final JsonFactory factory;
  private final JourneyReader reader;

  private JourneyFormat(JsonFactory factory) {
    this.factory = factory;
    // The reader makes the factory strict, which SourceLines relies on as well.
    this.reader = new JourneyReader(factory, StepCatalog.standard());
  }

  static Optional<JourneyFormat> of(Path file) {
    String name = FolderFiles.name(file);
    if (name.endsWith(".json")) {
      return Optional.of(JSON);
    }
    return name.endsWith(".yaml") || name.endsWith(".yml") ? Optional.of(YAML) : Optional.empty();
  }

  JsonFactory factory() {
    return factory;
  }

  JourneyDefinition read(String text) throws SourceException {
    return sound(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)));
  }

  SendingPolicy readSending(String text) throws SourceException {
    return sound(() -> reader.readSending(text.getBytes(StandardCharsets.UTF_8)));
  }

  private interface Reading<T> {
    T read() throws JourneySyntaxException;
  }

  private static <T> T sound(Reading<T> reading) throws SourceException {
    try {
      return reading.read();
    } catch (JourneySyntaxException e) {
      throw new SourceException(String.valueOf(e.getMessage()));
    }
  }
}
