package dev.sojourn.topics.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as ISO-8601 UTC with exactly three digits of milliseconds. */
public final class InstantJson {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The range of seconds whose years have four digits. */
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final int DAY = 86_400;

  private InstantJson() {}

  /** Formatted by hand, since this happens for each outgoing record; a formatter is far slower. */
  public static String text(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds < FIRST || seconds > LAST) {
      return MILLIS.format(instant);
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
    int second = Math.floorMod(seconds, DAY);
    byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    digits(text, 3, date.getYear());
    digits(text, 6, date.getMonthValue());
    digits(text, 9, date.getDayOfMonth());
    digits(text, 12, second / 3600);
    digits(text, 15, second / 60 % 60);
    digits(text, 18, second % 60);
    digits(text, 22, instant.getNano() / 1_000_000);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes a number over zeros, with its last digit at this position. */
  private static void digits(byte[] text, int last, int number) {
    int at = last;
    for (int rest = number; rest > 0; rest /= 10) {
      text[at--] = (byte) ('0' + rest % 10);
    }
  }

  static final class Writer extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(text(value));
    }
  }

  static final class Reader extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.getValueAsString("");
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        return (Instant)
            context.handleWeirdStringValue(
                Instant.class, text, "expected an ISO-8601 time such as 2026-01-15T10:30:00Z");
      }
    }
  }
}
