package dev.sojourn.journeys.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectionTest {

  @Test
  void shouldTakeKindAndWordFromItsCode() {
    // when
    Rejection rejection =
        Rejection.of(DecisionRejection.CONTACT_TOO_LARGE, Map.of("limit", 65_536));

    // then
    assertThat(rejection)
        .isEqualTo(
            new Rejection(Rejection.Kind.TOO_LARGE, "contact_too_large", Map.of("limit", 65_536)));
    assertThat(rejection.is(DecisionRejection.CONTACT_TOO_LARGE)).isTrue();
    assertThat(rejection.is(DecisionRejection.ALREADY_ACTIVE)).isFalse();
    assertThat(rejection.detail("limit")).isEqualTo("65536");
    assertThat(rejection.detail("status")).isEmpty();
  }

  @Test
  void shouldRefuseDetailsThatJsonWouldReadDifferently() {
    for (Object value : List.of(Instant.EPOCH, List.of("a"), Map.of("a", 1))) {
      assertThatThrownBy(
              () -> Rejection.of(DecisionRejection.INSTANCE_GONE, Map.of("instance", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("for detail 'instance', found");
    }
  }
}
