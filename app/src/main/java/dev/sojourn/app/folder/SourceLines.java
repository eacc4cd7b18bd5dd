package dev.sojourn.app.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Line numbers of the values in a JSON or YAML text. */
final class SourceLines {

  private final Map<String, Integer> lines;

  private SourceLines(Map<String, Integer> lines) {
    this.lines = lines;
  }

  /**
   * Parses the text once.
   *
   * @throws SourceException when the format is invalid or has an alias: Jackson would read that as
   *     its name, and expanding aliases invites a billion-laughs attack
   */
  static SourceLines of(JsonFactory format, String text) throws SourceException {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = format.createParser(text)) {
      while (parser.nextToken() != null) {
        int line = parser.currentTokenLocation().getLineNr();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          throw new SourceException(
              line, "", "the alias '*%s' is not supported, write it out".formatted(yaml.getText()));
        }
        lines.putIfAbsent(parser.getParsingContext().pathAsPointer().toString(), line);
      }
      return new SourceLines(lines);
    } catch (JsonProcessingException e) {
      throw notInFormat(e);
    } catch (IOException e) {
      throw new UncheckedIOException("expected no I/O on a string", e);
    }
  }

  private static SourceException notInFormat(JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException yaml) {
      Mark mark = yaml.getProblemMark();
      return new SourceException(mark == null ? 1 : mark.getLine() + 1, "", yaml.getProblem());
    }
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    return new SourceException(line, "", e.getOriginalMessage().lines().findFirst().orElse(""));
  }

  /**
   * The line of a value, or of its nearest ancestor.
   *
   * @param path such as {@code steps[2].next}
   */
  int of(String path) {
    String pointer = "/" + path.replace("[", "/").replace("]", "").replace('.', '/');
    while (!lines.containsKey(pointer) && !pointer.isEmpty()) {
      pointer = pointer.substring(0, pointer.lastIndexOf('/'));
    }
    return lines.getOrDefault(pointer, 1);
  }
}
