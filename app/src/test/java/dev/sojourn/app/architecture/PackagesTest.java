package dev.sojourn.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packages within each module: features without cycles, in the layers of ADR 17. */
@AnalyzeClasses(packages = "dev.sojourn", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackagesTest {

  private static final String PROCESSOR = "dev.sojourn.processor.";

  private static final String[] BASE =
      packages("task", "thread", "watermark", "row", "query", "meter");

  private static final String[] ROWS =
      packages(
          "instance",
          "engagement",
          "refusal",
          "history",
          "counter",
          "registry",
          "timer",
          "deadletter",
          "audit",
          "journal",
          "outbox",
          "erasure",
          "command");

  private static final String[] PERSON = packages("person");

  private static final String[] HANDLERS =
      packages("event", "outcome", "dispatch", "redrive", "hold", "job", "retention", "posthog");

  private static final String[] WIRING = packages("engine");

  /** A package with more classes than this is more than one feature. */
  private static final int MOST_CLASSES = 24;

  /** Names that say nothing to an engineer of the field, and that must not come back. */
  private static final Set<String> METAPHORS =
      Set.of(
          "Heart",
          "Desk",
          "Silence",
          "Licence",
          "Footprints",
          "Aside",
          "Told",
          "Courier",
          "Undone",
          "Deed",
          "Lane",
          "Lanes",
          "Retrial",
          "Reappending",
          "Park",
          "Caught",
          "Armed",
          "Walk",
          "Packer",
          "Unpacker",
          "Alarm",
          "Alarms",
          "Housekeeping",
          "Gates",
          "Draft",
          "Visit",
          "Turn",
          "Admission",
          "Frontier",
          "Outbound",
          "Intake",
          "Answers",
          "Pace",
          "Given",
          "Surroundings");

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> PROCESSOR + name + "..").toArray(String[]::new);
  }

  private static String[] all(String[]... layers) {
    return Arrays.stream(layers).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static ArchRule independentOf(String[] lower, String[]... higher) {
    return noClasses()
        .that()
        .resideInAnyPackage(lower)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(all(higher));
  }

  @ArchTest static final ArchRule journeysHaveNoCycles = acyclic("journeys");

  @ArchTest static final ArchRule topicsHaveNoCycles = acyclic("topics");

  @ArchTest static final ArchRule processorHasNoCycles = acyclic("processor");

  @ArchTest static final ArchRule deliveryHasNoCycles = acyclic("delivery");

  @ArchTest static final ArchRule httpHasNoCycles = acyclic("http");

  @ArchTest static final ArchRule appHasNoCycles = acyclic("app");

  private static ArchRule acyclic(String module) {
    return slices().matching("dev.sojourn." + module + ".(*)..").should().beFreeOfCycles();
  }

  @ArchTest
  static final ArchRule baseKnowsNoFeature = independentOf(BASE, ROWS, PERSON, HANDLERS, WIRING);

  @ArchTest
  static final ArchRule rowsKnowNoPersonAndNoHandler =
      independentOf(ROWS, PERSON, HANDLERS, WIRING);

  @ArchTest static final ArchRule personKnowsNoHandler = independentOf(PERSON, HANDLERS, WIRING);

  @ArchTest static final ArchRule handlersKnowNoWiring = independentOf(HANDLERS, WIRING);

  @ArchTest
  static void shouldLetHandlersReachEachOtherThroughPersonAlone(JavaClasses classes) {
    Set<String> handlers =
        Arrays.stream(HANDLERS)
            .map(name -> name.substring(0, name.length() - "..".length()))
            .collect(Collectors.toSet());
    Set<String> reached =
        classes.stream()
            .filter(type -> handlers.contains(type.getPackageName()))
            .flatMap(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .filter(handlers::contains)
                        .filter(target -> !target.equals(type.getPackageName()))
                        .map(
                            target ->
                                (type.getPackageName() + " -> " + target).replace(PROCESSOR, "")))
            .collect(Collectors.toSet());
    assertThat(reached).isEmpty();
  }

  @ArchTest
  static void shouldPutEveryPackageOfTheProcessorIntoALayer(JavaClasses classes) {
    String[] known = all(BASE, ROWS, PERSON, HANDLERS, WIRING);
    assertThat(classes.that(resideInAnyPackage("dev.sojourn.processor..")))
        .as("classes of the module")
        .isNotEmpty()
        .allMatch(type -> resideInAnyPackage(known).test(type));
  }

  @ArchTest
  static void shouldKeepPackagesSmall(JavaClasses classes) {
    Map<String, Long> sizes =
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    assertThat(sizes)
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
  }

  @ArchTest
  static void shouldNameClassesInTheFieldsWords(JavaClasses classes) {
    assertThat(classes.stream().filter(JavaClass::isTopLevelClass).map(JavaClass::getSimpleName))
        .isNotEmpty()
        .noneMatch(name -> METAPHORS.contains(name) || name.startsWith("Heart"));
  }
}
