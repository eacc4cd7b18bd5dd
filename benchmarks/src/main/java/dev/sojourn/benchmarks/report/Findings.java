package dev.sojourn.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures by name, in the order in which they were measured. Not thread-safe. */
public final class Findings {

  private final Map<String, Object> figures;
  private final String prefix;

  public Findings() {
    this(new LinkedHashMap<>(), "");
  }

  private Findings(Map<String, Object> figures, String prefix) {
    this.figures = figures;
    this.prefix = prefix;
  }

  /** A view of the same figures that prefixes every name put or read through it. */
  public Findings within(String group) {
    return new Findings(figures, prefix + group + ".");
  }

  /** Adds a figure, rounded to its meaningful digits. */
  public void put(String name, double value) {
    figures.put(prefix + name, rounded(value));
  }

  public void put(String name, boolean value) {
    figures.put(prefix + name, value);
  }

  public void put(String name, String value) {
    figures.put(prefix + name, value);
  }

  /** A figure of an earlier scenario of this run. */
  public OptionalDouble number(String name) {
    return figures.get(prefix + name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  Iterable<Map.Entry<String, Object>> inOrder() {
    return figures.entrySet();
  }

  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Number rounded(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expected a figure, found " + value);
    }
    if (value == Math.rint(value) || Math.abs(value) >= 1_000) {
      return Math.round(value);
    }
    double scale = Math.abs(value) >= 100 ? 10 : Math.abs(value) >= 10 ? 100 : 1_000;
    return Math.round(value * scale) / scale;
  }

  /** Writes the figures as one flat JSON object. */
  public void write(Path file) throws IOException {
    Files.writeString(
        file,
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures)
            + "\n");
  }
}
