package dev.sojourn.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape in the text format, read strictly. */
record Samples(String text, Map<String, Double> values) {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_][a-z0-9_]*)(\\{[a-z_]+=\"[^\"\\n]*\"(?:,[a-z_]+=\"[^\"\\n]*\")*})? (\\S+)");

  static Samples of(Reply scrape) {
    assertThat(scrape.status()).as(scrape.text()).isEqualTo(200);
    Map<String, Double> values = new TreeMap<>();
    scrape
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              Matcher sample = SAMPLE.matcher(line);
              assertThat(sample.matches()).as(line).isTrue();
              String key = line.substring(0, line.lastIndexOf(' '));
              assertThat(values.put(key, number(sample.group(3)))).as(key).isNull();
            });
    return new Samples(scrape.text(), values);
  }

  private static double number(String text) {
    return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  /** The number of a name with its labels in their order, zero when it is not there. */
  double of(String sample) {
    return values.getOrDefault(sample, 0.0);
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    values.keySet().forEach(key -> names.add(key.replaceFirst("\\{.*", "")));
    return names;
  }
}
