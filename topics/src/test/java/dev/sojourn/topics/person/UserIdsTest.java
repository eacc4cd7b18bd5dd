package dev.sojourn.topics.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "1",
        "00",
        "ada@example.com",
        "user_1",
        "nullable",
        "жук",
        "🦋",
        "a b",
        "true-id",
        "0195e8a0-0000-7000-8000-000000000000"
      })
  void shouldTakeAnId(String id) {
    assertThat(UserIds.flaw(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "0",
        "anonymous",
        "Guest",
        "NULL",
        "None",
        "nil",
        "undefined",
        "NaN",
        "[object Object]",
        "True",
        "false",
        "email",
        "id",
        "user",
        "system",
        "distinct_id",
        "distinctId",
        "00000000-0000-0000-0000-000000000000",
        " null ",
        "a\nb",
        "a\u0000",
        "a\u0085b",
        "\ud800",
        "\udc00x"
      })
  void shouldRefuseNobodyAndWhatIsNoText(String id) {
    assertThat(UserIds.flaw(id)).isPresent();
  }
}
