package dev.sojourn.app.folder;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.definition.Linter;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journeys folder: one journey per file in the folder itself, in JSON or YAML, and
 * templates below {@code templates}, keyed by their path there. {@code x.text.liquid} is the text
 * part of {@code x.liquid}. A file {@code sending} beside the journeys, in either format, holds the
 * sending policy.
 */
public final class JourneyFolder {

  private final Path folder;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Template> templates = new TreeMap<>();
  private final Map<String, Sourced> journeys = new TreeMap<>();
  private final Map<Path, SendingPolicy> sending = new TreeMap<>();

  private record Sourced(JourneyDefinition journey, Path file) {}

  private JourneyFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the whole folder.
   *
   * @throws FolderException with everything that is wrong in any file
   */
  public static FolderContent read(Path folder) throws FolderException {
    return read(folder, FolderFiles.of(folder));
  }

  static FolderContent read(Path folder, FolderFiles files) throws FolderException {
    if (!Files.isDirectory(folder)) {
      throw new FolderException(List.of("there is no journeys folder " + folder));
    }
    return new JourneyFolder(folder).content(files);
  }

  private FolderContent content(FolderFiles files) throws FolderException {
    files.unreadable().forEach(this::problem);
    files.templates().keySet().forEach(file -> template(file, files));
    files.journeys().keySet().forEach(this::journey);
    files.sending().keySet().forEach(this::sending);
    if (!problems.isEmpty()) {
      throw new FolderException(problems);
    }
    return new FolderContent(
        journeys.values().stream().map(Sourced::journey).toList(),
        List.copyOf(templates.values()),
        sending.values().stream().findFirst(),
        warnings);
  }

  private void template(Path file, FolderFiles files) {
    if (file.toString().endsWith(FolderFiles.TEXT_ENDING)) {
      textPart(file, files);
      return;
    }
    String path =
        folder
            .resolve(FolderFiles.TEMPLATES)
            .relativize(file)
            .toString()
            .replace(File.separatorChar, '/');
    String key = path.substring(0, path.length() - FolderFiles.TEMPLATE_ENDING.length());
    Path part = sibling(file, FolderFiles.TEMPLATE_ENDING, FolderFiles.TEXT_ENDING);
    String text = files.templates().containsKey(part) ? text(part) : null;
    try {
      Template template = new TemplateReader().read(key, SourceText.read(file), text);
      templates.put(key, template);
      if (text != null && !template.hasHtml()) {
        problem(part, "the body of %s is plain text already".formatted(shown(file)));
      }
    } catch (SourceException e) {
      problem(file, e.problem());
    }
  }

  private @Nullable String text(Path part) {
    try {
      return SourceText.read(part);
    } catch (SourceException e) {
      problem(part, e.problem());
      return null;
    }
  }

  /** Only checks that the template exists, with which the part is read. */
  private void textPart(Path part, FolderFiles files) {
    Path template = sibling(part, FolderFiles.TEXT_ENDING, FolderFiles.TEMPLATE_ENDING);
    if (!files.templates().containsKey(template)) {
      problem(part, "expected %s beside it, found none".formatted(shown(template)));
    }
  }

  private static Path sibling(Path file, String ending, String other) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }

  private void journey(Path file) {
    JourneyFormat format = JourneyFormat.of(file).orElseThrow();
    try {
      String text = SourceText.read(file);
      SourceLines lines = SourceLines.of(format.factory(), text);
      JourneyDefinition journey = format.read(text);
      Sourced other = journeys.putIfAbsent(journey.id(), new Sourced(journey, file));
      if (other != null) {
        problem(
            file,
            "line %d, id: '%s' is already the id of %s"
                .formatted(lines.of("id"), journey.id(), shown(other.file())));
      }
      lint(file, lines, journey);
    } catch (SourceException e) {
      problem(file, e.problem());
    }
  }

  private void sending(Path file) {
    JourneyFormat format = JourneyFormat.of(file).orElseThrow();
    sending.keySet().stream()
        .findFirst()
        .ifPresent(other -> problem(file, "is there as %s already".formatted(shown(other))));
    try {
      String text = SourceText.read(file);
      // Rejects aliases, as for journeys.
      SourceLines.of(format.factory(), text);
      sending.put(file, format.readSending(text));
    } catch (SourceException e) {
      problem(file, e.problem());
    }
  }

  private void lint(Path file, SourceLines lines, JourneyDefinition journey) {
    for (Linter.Finding finding : Linter.lint(journey, templates::containsKey)) {
      String text = "line %d, %s".formatted(lines.of(finding.path()), finding);
      if (finding.refused()) {
        problem(file, text);
      } else {
        warnings.add("%s: %s".formatted(shown(file), text));
      }
    }
  }

  private void problem(Path file, String text) {
    problems.add("%s: %s".formatted(shown(file), text));
  }

  private Path shown(Path file) {
    return file.equals(folder) ? folder : folder.relativize(file);
  }
}
