package dev.sojourn.app.folder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Relevant files of a folder, each with a stamp that changes when the file does.
 *
 * <p>Symbolic links are followed, since Kubernetes config maps consist of them. Hidden files are
 * skipped, and with them editors' files and the inner folders of config maps.
 *
 * @param journeys in the folder itself
 * @param sending the sending policy, in the folder itself
 * @param templates below the subfolder {@code templates}
 * @param unreadable files that could not be read
 */
record FolderFiles(
    TreeMap<Path, String> journeys,
    TreeMap<Path, String> sending,
    TreeMap<Path, String> templates,
    TreeMap<Path, String> unreadable) {

  static final String TEMPLATES = "templates";
  static final String TEMPLATE_ENDING = ".liquid";

  /** Suffix of the text part of the template beside it. */
  static final String TEXT_ENDING = ".text.liquid";

  private static final String SENDING = "sending";
  private static final int DEEPEST = 16;

  static FolderFiles of(Path folder) {
    FolderFiles files =
        new FolderFiles(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> listed = Files.list(folder)) {
      listed
          .filter(file -> !hidden(file) && JourneyFormat.of(file).isPresent())
          .forEach(file -> files.add(isSending(file) ? files.sending : files.journeys, file));
      if (Files.isDirectory(folder.resolve(TEMPLATES))) {
        files.walk(folder.resolve(TEMPLATES));
      }
    } catch (IOException e) {
      files.unreadable.put(folder, "cannot be read: " + e.getMessage());
    }
    return files;
  }

  private void walk(Path templates) throws IOException {
    Files.walkFileTree(
        templates,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return hidden(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!hidden(file) && file.toString().endsWith(TEMPLATE_ENDING)) {
              add(templates(), file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable.put(file, "cannot be read: " + e.getMessage());
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void add(TreeMap<Path, String> kind, Path file) {
    stamp(file)
        .ifPresentOrElse(
            stamp -> {
              if (!stamp.isEmpty()) {
                kind.put(file, stamp);
              }
            },
            () -> unreadable.put(file, "cannot be read: there is nothing it leads to"));
  }

  /** Time, length and inode, so that replacing a file by a move is noticed; empty for a folder. */
  private static Optional<String> stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          attributes.isDirectory()
              ? ""
              : "%s %d %s"
                  .formatted(
                      attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the file is named {@code sending}, in any of the formats. */
  private static boolean isSending(Path file) {
    String name = name(file);
    return name.substring(0, name.lastIndexOf('.')).equals(SENDING);
  }

  private static boolean hidden(Path file) {
    return name(file).startsWith(".");
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }
}
