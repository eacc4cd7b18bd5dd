package dev.sojourn.app.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a file in the format of {@link Properties}, which itself does not tell the lines. */
final class PropertiesFile {

  private static final Pattern NOTHING = Pattern.compile("[ \\t\\f]*([#!].*)?");
  private static final Pattern CONTINUED = Pattern.compile(".*?(?<!\\\\)(\\\\\\\\)*\\\\");

  private PropertiesFile() {}

  /**
   * Value of a key, the last one if there are several.
   *
   * @param line where it begins, 1 for the first
   */
  record Entry(String value, int line) {}

  /**
   * The entries of the file, by key.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when an escape in it is malformed
   */
  static SortedMap<String, Entry> read(Path file) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    int line = 0;
    Iterator<String> lines = Files.readAllLines(file).iterator();
    while (lines.hasNext()) {
      int first = ++line;
      String text = lines.next();
      if (NOTHING.matcher(text).matches()) {
        continue;
      }
      StringBuilder entry = new StringBuilder(text);
      while (CONTINUED.matcher(text).matches() && lines.hasNext()) {
        line++;
        text = lines.next();
        entry.append('\n').append(text);
      }
      Properties one = new Properties();
      one.load(new StringReader(entry.toString()));
      one.stringPropertyNames()
          .forEach(key -> entries.put(key, new Entry(one.getProperty(key), first)));
    }
    return entries;
  }
}
