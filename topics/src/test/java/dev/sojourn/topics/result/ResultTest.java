package dev.sojourn.topics.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.sending.SendingPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResultTest {

  private static final Instant AT = Instant.parse("2026-01-15T10:30:00.120Z");
  private static final InstanceId INSTANCE = InstanceId.of(1, 2, 3);

  static Stream<Answer> answers() {
    Map<String, Object> properties = new HashMap<>(Map.of("plan", "pro", "deep", Map.of("a", 1)));
    properties.put("none", null);
    return Stream.of(
        new Answer.InstanceCancelled(INSTANCE, Status.EXITED, AT),
        new Answer.ContactChanged("ada", null, properties),
        new Answer.PreferencesChanged("ada", "a@b.c", true, false, Map.of("news", false), 2),
        new Answer.PersonErased(3),
        new Answer.EventDecided(
            true,
            new UUID(1, 2),
            Map.of(
                "a", new Answer.Entry(INSTANCE, null),
                "b", new Answer.Entry(null, RefusalReason.HELD_OUT))),
        new Answer.DeadLetterChanged("retried"),
        new Answer.JourneyToggled("j", "J", false, AT),
        new Answer.JourneyPublished("j", 3, true),
        new Answer.JourneyMissing("j", true),
        new Answer.TemplatePublished("t", "hash"),
        new Answer.SendingPublished(SendingPolicy.NONE),
        new Answer.HoldChanged("j", true, 100, AT),
        new Answer.JobStarted("job", AT, 7),
        new Answer.ApiKeyChanged("k", "n", Role.ADMIN, List.of(), "k", AT, "me", null, AT));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void shouldReadEveryAnswerAsItWasWritten(Answer answer) {
    // when
    Result read = Result.read(Result.applied(3, answer).from(4, 8).bytes());

    // then
    assertThat(read.partition()).isEqualTo(4);
    assertThat(read.of()).isEqualTo(8);
    assertThat(read.rejection()).isNull();
    assertThat(read.answer(answer.getClass())).isEqualTo(answer);
  }

  /** An answer that is not in the list would be neither written nor read by any test. */
  @Test
  void shouldHaveAnExampleOfEveryAnswer() {
    assertThat(answers().map(Object::getClass))
        .hasSameElementsAs(List.of(Answer.class.getPermittedSubclasses()));
  }

  @Test
  void shouldReadARejectionAsItWasWritten() {
    // given
    Rejection rejection = Rejection.of(DecisionRejection.CONTACT_TOO_LARGE, Map.of("limit", 9));
    Result result = Result.rejected(3, rejection);

    // then
    assertThat(new String(result.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"partition\":3,\"of\":1,\"rejection\":{\"kind\":\"too_large\","
                + "\"code\":\"contact_too_large\",\"details\":{\"limit\":9}},\"body\":{}}");
    assertThat(Result.read(result.bytes())).isEqualTo(result);
  }

  @Test
  void shouldReadARejectionWithoutDetails() {
    // given
    Result result = Result.rejected(0, Rejection.of(DecisionRejection.ALREADY_ACTIVE));

    // then
    assertThat(new String(result.bytes(), StandardCharsets.UTF_8)).doesNotContain("details");
    assertThat(Result.read(result.bytes())).isEqualTo(result);
  }

  @Test
  void shouldNotReadOneAnswerAsAnother() {
    // given
    Result published = Result.applied(0, new Answer.JourneyPublished("j", 3, true));

    // then
    assertThatThrownBy(() -> published.answer(Answer.JourneyToggled.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected JourneyToggled, found the keys [journeyId, version, current]");
  }

  @Test
  void shouldNotReadARejectionAsAnAnswer() {
    // given
    Result rejected = Result.rejected(0, Rejection.of(DecisionRejection.INSTANCE_NOT_FOUND));

    // then
    assertThatThrownBy(() -> rejected.answer(Answer.InstanceCancelled.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected InstanceCancelled, found the rejection instance_not_found");
  }

  @Test
  void shouldReadAnAnswerOfALaterReleaseThatSaysMore() {
    // given
    Result later = new Result(0, 1, null, Map.of("stopped", 2, "events", 7));

    // then
    assertThat(later.answer(Answer.PersonErased.class)).isEqualTo(new Answer.PersonErased(2));
  }
}
