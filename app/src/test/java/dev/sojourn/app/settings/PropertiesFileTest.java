package dev.sojourn.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PropertiesFileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private SortedMap<String, PropertiesFile.Entry> read(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("a.properties"), text);
    return PropertiesFile.read(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=b",
        "a = b \nc:d\ne f\ng\n=h",
        "# a=b\\\nc=d\n  ! e=f\n\n \t\f\ng=h",
        "a=b\\\n   c\\\n\td\ne=f",
        "a=b\\\n\nc=d",
        "a=b\\\n# no comment\nc=d",
        "a=b\\\\\nc=d\\\\\\\n  e\nf=g",
        "a=b\\",
        "a\\=b=c\\td\\u0041\nB\\:=\\#",
        "a=1\nb=2\na=3",
        "a=b\r\nc=d\\\r\n e\rf=g",
        "grüße=é",
      })
  void shouldReadWhatJavaReads(String text) throws IOException {
    // given
    Properties expected = new Properties();
    expected.load(new StringReader(text));

    // when
    Map<String, String> found = new TreeMap<>();
    read(text).forEach((key, entry) -> found.put(key, entry.value()));

    // then
    Map<String, String> wanted = new TreeMap<>();
    expected.stringPropertyNames().forEach(key -> wanted.put(key, expected.getProperty(key)));
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void shouldTellWhereAValueBegins() throws IOException {
    assertThat(read("# comment\n\na=1\\\n 2\\\n 3\nb=4\na=5"))
        .containsOnly(
            Map.entry("a", new PropertiesFile.Entry("5", 7)),
            Map.entry("b", new PropertiesFile.Entry("4", 6)));
  }
}
