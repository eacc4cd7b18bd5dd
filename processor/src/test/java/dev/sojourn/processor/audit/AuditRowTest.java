package dev.sojourn.processor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection.Kind;
import dev.sojourn.processor.row.RowWriter;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.AuditAction;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditRowTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");

  private static AuditRow row(@Nullable Kind rejected, @Nullable String code) {
    return new AuditRow(
        "0-1",
        new Actor("ada", "0123", "10.0.0.1"),
        new AuditAction("journey.toggle", "journey", "hello"),
        null,
        null,
        Map.of("enabled", false),
        rejected,
        code,
        AT);
  }

  @Test
  void shouldReadARowAsItWasWritten() {
    assertThat(AuditRow.unpack(row(null, null).pack())).isEqualTo(row(null, null));
    assertThat(AuditRow.unpack(row(Kind.TOO_LARGE, "contact_too_large").pack()))
        .isEqualTo(row(Kind.TOO_LARGE, "contact_too_large"));
  }

  @ParameterizedTest
  @CsvSource({
    "200,",
    "202,",
    "400,INVALID",
    "404,NOT_FOUND",
    "409,CONFLICT",
    "413,TOO_LARGE",
    "500,FAILED"
  })
  void shouldReadARowOfAnEarlierReleaseThatHasANumber(int number, @Nullable Kind kind) {
    // given
    byte[] earlier =
        new RowWriter()
            .raw(1)
            .text("0-1")
            .text("ada")
            .optionalText("0123")
            .optionalText("10.0.0.1")
            .text("journey.toggle")
            .text("journey")
            .text("hello")
            .optionalText(null)
            .flag(false)
            .flag(true)
            .object(Map.of("enabled", false))
            .number(number)
            .time(AT)
            .done();

    // then
    assertThat(AuditRow.unpack(earlier)).isEqualTo(row(kind, null));
  }
}
