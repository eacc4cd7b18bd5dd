package dev.sojourn.processor.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static Command create(String name, String hash) {
    return new Command.CreateApiKey(
        "0123456789abcdef", name, Role.EDITOR, List.of(), null, hash, "admin");
  }

  private List<ApiKey> published() {
    return engine.ask(new Query.RegistryContent()).entries().stream()
        .flatMap(entry -> entry.value(ApiKey.KIND).stream())
        .toList();
  }

  @Test
  void shouldPublishAKeyAndAnswerItWithoutItsHash() {
    // when
    Result result = engine.command("ask", create("ops", "#1"));

    // then
    assertThat(result.answer(Answer.ApiKeyChanged.class))
        .isEqualTo(
            new Answer.ApiKeyChanged(
                "0123456789abcdef",
                "ops",
                Role.EDITOR,
                List.of(),
                "01234567",
                EngineHarness.START,
                "admin",
                null,
                null));
    assertThat(result.toString()).doesNotContain("#1");
    assertThat(published())
        .containsExactly(
            new ApiKey(
                "0123456789abcdef",
                "ops",
                Role.EDITOR,
                List.of(),
                "#1",
                EngineHarness.START,
                "admin",
                null,
                null));
  }

  @Test
  void shouldGiveARepeatTheFirstAnswerAndKeepTheFirstSecret() {
    // given
    Result first = engine.command("ask", create("ops", "#1"));

    // when
    Result repeat = engine.command("ask", create("ops", "#2"));

    // then
    assertThat(repeat).isEqualTo(first);
    assertThat(published()).extracting(ApiKey::hash).containsExactly("#1");
  }

  @Test
  void shouldRefuseAnotherKeyUnderTheSameRequestId() {
    // given
    engine.command("ask", create("ops", "#1"));

    // when
    Result other = engine.command("ask", create("else", "#1"));

    // then
    assertThat(other.rejection()).isEqualTo(Rejection.of(CommandRejection.COMMAND_ID_REUSED));
    assertThat(published()).extracting(ApiKey::name).containsExactly("ops");
  }

  @Test
  void shouldNotBringARevokedKeyBackWhenItsFirstAnswerIsForgotten() {
    // given
    engine.command("ask", create("ops", "#1"));
    engine.command(new Command.RevokeApiKey("0123456789abcdef"));
    engine.whileDown(Duration.ofHours(25));

    // when
    Result late = engine.command("ask", create("ops", "#2"));

    // then
    assertThat(late.rejection()).isEqualTo(Rejection.of(RegistryRejection.API_KEY_EXISTS));
    assertThat(published()).extracting(ApiKey::hash).containsExactly("#1");
    assertThat(published().get(0).isLive(engine.now())).isFalse();
  }

  @Test
  void shouldRevokeAKeyOnce() {
    // given
    engine.command("ask", create("ops", "#1"));

    // when
    Result first = engine.command(new Command.RevokeApiKey("0123456789abcdef"));
    Result second = engine.command(new Command.RevokeApiKey("0123456789abcdef"));
    Result unknown = engine.command(new Command.RevokeApiKey("no"));

    // then
    assertThat(first.answer(Answer.ApiKeyChanged.class).revokedAt()).isEqualTo(EngineHarness.START);
    assertThat(second.rejection()).isEqualTo(Rejection.of(RegistryRejection.API_KEY_REVOKED));
    assertThat(unknown.rejection()).isEqualTo(Rejection.of(RegistryRejection.API_KEY_NOT_FOUND));
    assertThat(published()).extracting(ApiKey::revokedAt).containsExactly(EngineHarness.START);
  }

  @Test
  void shouldAnswerAKeyOfNoRightsAndGoOn() {
    // when
    Result result =
        engine.command(
            new Command.CreateApiKey("k", "n", Role.ADMIN, List.of(Scope.READ), null, "#", "me"));

    // then
    assertThat(result.rejection()).isEqualTo(Rejection.of(CommandRejection.ENGINE_ERROR));
    assertThat(engine.command("ask", create("ops", "#1")).rejection()).isNull();
  }
}
