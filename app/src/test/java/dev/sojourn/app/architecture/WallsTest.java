package dev.sojourn.app.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.result.Result;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the modules, as the design draws them. */
@AnalyzeClasses(packages = "dev.sojourn", importOptions = ImportOption.DoNotIncludeTests.class)
final class WallsTest {

  private static final String JOURNEYS = "dev.sojourn.journeys..";
  private static final String TOPICS = "dev.sojourn.topics..";
  private static final String PROCESSOR = "dev.sojourn.processor..";
  private static final String DELIVERY = "dev.sojourn.delivery..";
  private static final String HTTP = "dev.sojourn.http..";
  private static final String APP = "dev.sojourn.app..";
  private static final String BENCHMARKS = "dev.sojourn.benchmarks..";

  private static final String STREAMS = "org.apache.kafka.streams..";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String JAVALIN = "io.javalin..";
  private static final String JETTY = "org.eclipse.jetty..";

  /** Where a clock comes in from outside, to be handed down as a value. */
  private static final Set<String> CLOCKS_COME_IN =
      Set.of("dev.sojourn.delivery.DeliveryWorker", "dev.sojourn.delivery.template.LiquidRenderer");

  /** A status that the engine could have for a rejection. Other numbers are limits. */
  private static final Pattern STATUS =
      Pattern.compile("(?<![\\w.])(400|404|409|410|413|422|503)(?![\\w.])");

  /** Labels of a metric, and rows of the audit log, were numbers before. */
  private static final Set<String> NUMBERS_OF_EARLIER_RELEASES =
      Set.of("EngineMeters.java", "AuditRow.java");

  @ArchTest
  static final ArchRule journeysArePure =
      noClasses()
          .that()
          .resideInAPackage(JOURNEYS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.sojourn..")
                  .and(DescribedPredicate.not(resideInAnyPackage(JOURNEYS))))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              KAFKA,
              JAVALIN,
              JETTY,
              "java.net.http..",
              "com.fasterxml.jackson.databind..",
              "com.fasterxml.jackson.core..",
              "org.slf4j..",
              "io.micrometer..");

  @ArchTest
  static final ArchRule topicsKnowTheWireOnly =
      noClasses()
          .that()
          .resideInAPackage(TOPICS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROCESSOR, DELIVERY, HTTP, APP, STREAMS, JAVALIN, JETTY);

  @ArchTest
  static final ArchRule processorKnowsNoHttp =
      noClasses()
          .that()
          .resideInAPackage(PROCESSOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              DELIVERY,
              HTTP,
              APP,
              JAVALIN,
              JETTY,
              "java.net.http..",
              "io.micrometer.prometheusmetrics..");

  /** So that each rejection has a code that an API can have a text for. */
  @ArchTest
  static final ArchRule rejectionsAreMadeOfListedCodes =
      noClasses()
          .that()
          .resideInAPackage("dev.sojourn..")
          .and()
          .doNotBelongToAnyOf(Rejection.class)
          .should()
          .callConstructorWhere(target(owner(name(Rejection.class.getName()))));

  /** The engine says what happened; which status and which text that is in HTTP, each API says. */
  @ArchTest
  static final ArchRule resultsAreMadeOfAnswersAndRejections =
      noClasses()
          .that()
          .resideInAPackage("dev.sojourn..")
          .and()
          .doNotBelongToAnyOf(Result.class)
          .should()
          .callConstructorWhere(target(owner(name(Result.class.getName()))));

  @Test
  void shouldGiveAResultNeitherAStatusNorAText() {
    assertThat(Result.class.getRecordComponents())
        .extracting(RecordComponent::getName)
        .containsExactly("partition", "of", "rejection", "body");
    assertThat(Rejection.class.getRecordComponents())
        .extracting(RecordComponent::getName)
        .containsExactly("kind", "code", "details");
  }

  @Test
  void shouldWriteNoStatusOfHttpInTheEngine() throws IOException {
    // given
    List<String> lines = new ArrayList<>();
    for (String module : List.of("journeys", "processor", "topics")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          if (!NUMBERS_OF_EARLIER_RELEASES.contains(String.valueOf(file.getFileName()))) {
            Files.readAllLines(file).forEach(line -> lines.add(file + ": " + line.strip()));
          }
        }
      }
    }

    // then
    assertThat(lines).hasSizeGreaterThan(10_000);
    assertThat(lines).filteredOn(line -> STATUS.matcher(line).find()).isEmpty();
  }

  @ArchTest
  static final ArchRule deliveryKnowsNoEngine =
      noClasses()
          .that()
          .resideInAPackage(DELIVERY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROCESSOR, HTTP, APP, STREAMS, JAVALIN, JETTY);

  @ArchTest
  static final ArchRule httpKnowsNoDelivery =
      noClasses()
          .that()
          .resideInAPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DELIVERY, APP)
          // Empty until the module has classes.
          .allowEmptyShould(true);

  /** What counts knows numbers; how they are shown is for HTTP alone. */
  @ArchTest
  static final ArchRule prometheusIsShownByHttp =
      noClasses()
          .that()
          .resideInAPackage("dev.sojourn..")
          .and()
          .resideOutsideOfPackage(HTTP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule timeIsHandedDown =
      noClasses()
          .that()
          .resideInAPackage("dev.sojourn..")
          .and()
          .resideOutsideOfPackages(APP, BENCHMARKS)
          .and(
              DescribedPredicate.describe(
                  "do not let a clock in",
                  (JavaClass type) -> !CLOCKS_COME_IN.contains(type.getName())))
          .should()
          .callMethodWhere(
              asks(System.class, "currentTimeMillis")
                  .or(asks(Instant.class, "now"))
                  .or(asks(Clock.class, "system.*"))
                  .or(asks(InstantSource.class, "system"))
                  .or(target(owner(resideInAnyPackage("java.time.."))).and(target(name("now")))));

  @ArchTest
  static final ArchRule oneWayToLog =
      noClasses()
          .that()
          .resideInAPackage("dev.sojourn..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule packagesAreFeatures =
      noClasses()
          .that()
          .resideInAPackage("dev.sojourn..")
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..");

  /** A rule over no classes at all would hold for ever. */
  @Test
  void shouldLookAtEveryModuleThatHasClasses() {
    // given
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sojourn");

    // then
    assertThat(Set.of(JOURNEYS, TOPICS, PROCESSOR, DELIVERY, APP))
        .allSatisfy(
            packages ->
                assertThat(all.that(resideInAnyPackage(packages))).as(packages).isNotEmpty());
  }

  private static DescribedPredicate<JavaCall<?>> asks(Class<?> type, String method) {
    return target(owner(name(type.getName()))).and(target(nameMatching(method)));
  }
}
