package dev.sojourn.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.server.HttpServer;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.processor.registry.RegistryRejection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every code that the engine can give is known to the operations API. */
final class RejectionTextsTest {

  private final Rejections rejections = HttpServer.rejections();

  private static List<Rejection.Code> codes() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sojourn.journeys", "dev.sojourn.processor")
            .that(assignableTo(Rejection.Code.class))
            .stream()
            .filter(JavaClass::isEnum)
            .flatMap(type -> Arrays.stream(type.reflect().getEnumConstants()))
            .map(Rejection.Code.class::cast)
            .toList();
  }

  @Test
  void shouldHaveATextForEveryCodeOfTheEngine() {
    assertThat(codes())
        .contains(
            DecisionRejection.INSTANCE_GONE,
            RegistryRejection.API_KEY_EXISTS,
            CommandRejection.ENGINE_ERROR)
        .allSatisfy(code -> assertThat(rejections.knows(code)).as(code.word()).isTrue());
  }

  @Test
  void shouldGiveNoCodeTwice() {
    assertThat(codes()).extracting(Rejection.Code::word).doesNotHaveDuplicates();
  }

  @Test
  void shouldHaveAStatusForEveryKind() {
    assertThat(Rejection.Kind.values())
        .allSatisfy(kind -> assertThat(Rejections.status(kind)).isBetween(400, 599));
  }

  @Test
  void shouldPutDetailsIntoATextAsTheyAre() {
    // given details that a person has written, with what a text could take for a detail
    Rejection rejection =
        Rejection.of(
            RegistryRejection.JOURNEY_INVALID, Map.of("path", "a$1", "problem", "{path} \\ no"));

    // then
    assertThat(rejections.text(rejection)).isEqualTo("a$1: {path} \\ no");
  }

  @Test
  void shouldNameACodeThatHasNoText() {
    // given
    Rejections none = new Rejections(List.of());

    // then
    assertThat(none.text(Rejection.of(DecisionRejection.ALREADY_ACTIVE)))
        .isEqualTo("Refused: already_active");
  }
}
