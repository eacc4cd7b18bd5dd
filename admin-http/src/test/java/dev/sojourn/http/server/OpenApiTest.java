package dev.sojourn.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sojourn.http.TestServer;
import dev.sojourn.http.route.Permission;
import dev.sojourn.http.route.Route;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

  private static final Set<Permission> LIMITED =
      EnumSet.of(Permission.READ, Permission.OPERATE, Permission.ADMIN);

  private static final Set<Permission> KEYED =
      EnumSet.of(Permission.READ, Permission.OPERATE, Permission.ADMIN, Permission.INGEST);

  /** Answered for a person nobody has seen. */
  private static final Set<String> ANYBODY =
      Set.of(
          "PUT /v1/admin/contacts/{id}",
          "GET /v1/admin/contacts/{id}/preferences",
          "PUT /v1/admin/contacts/{id}/preferences",
          "GET /v1/admin/contacts/{id}/timeline");

  @Test
  void shouldDescribeEveryRouteAndNoOther() throws Exception {
    List<String> described = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description().path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> {
                if (METHODS.contains(method)) {
                  described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
              });
    }

    List<String> registered =
        RoutesOfServer.all().stream()
            .map(route -> route.method().name() + " " + route.path())
            .toList();

    assertThat(registered).containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void shouldReferToNothingThatIsNotThere() throws Exception {
    JsonNode description = description();

    for (JsonNode reference : description.findValues("$ref")) {
      assertThat(reference.asText()).startsWith("#/");
      assertThat(description.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  @Test
  void shouldSayOfEveryCallHowItMayBeRefused() throws Exception {
    for (Route route : RoutesOfServer.all()) {
      JsonNode call = call(route);
      Set<String> codes = new TreeSet<>();
      if (KEYED.contains(route.permission())) {
        codes.addAll(Set.of("401", "403", "503"));
      }
      if (LIMITED.contains(route.permission())) {
        codes.add("429");
      }
      if (route.path().contains("{") && !ANYBODY.contains(name(route))) {
        codes.add("404");
      }
      if (call.has("requestBody") || !parameters(route).isEmpty()) {
        codes.add("400");
      }
      if (call.has("requestBody")) {
        codes.addAll(Set.of("413", "415"));
      }

      assertThat(call.path("responses").fieldNames())
          .toIterable()
          .as(name(route))
          .containsAll(codes);
    }
  }

  @Test
  void shouldDescribeThePartsOfEveryPath() throws Exception {
    for (Route route : RoutesOfServer.all()) {
      List<String> parts =
          PART.matcher(route.path()).results().map(result -> result.group(1)).toList();

      assertThat(parameters(route)).as(name(route)).containsAll(parts);
    }
  }

  @Test
  void shouldDescribeTheCursorOfEveryListThatIsPaged() throws Exception {
    List<String> paged = new ArrayList<>();
    try (TestServer server = TestServer.start()) {
      for (Route route : RoutesOfServer.all()) {
        String path = route.path().replaceAll("\\{[^}]+}", "x");
        // A list reads its part before anything else; no other call knows the parameter.
        if (route.method().equals(HandlerType.GET)
            && server.get(path + "?limit=0&userId=x").text().contains("parameter 'limit'")) {
          paged.add(name(route));
          assertThat(parameters(route)).as(name(route)).contains("limit", "offset", "cursor");
          assertThat(fields(call(route).at("/responses/200/content/application~1json/schema")))
              .as(name(route))
              .contains("limit", "offset", "cursor");
        } else {
          assertThat(parameters(route)).as(name(route)).doesNotContain("limit", "cursor");
        }
      }
    }

    assertThat(paged).contains("GET /v1/admin/dlq", "GET /v1/admin/contacts/{id}/timeline");
  }

  @Test
  void shouldNameInTheTableOfRightsWhatNeedsTheHighest() throws Exception {
    String row =
        description()
            .at("/info/description")
            .asText()
            .lines()
            .filter(line -> line.startsWith("| `admin` |"))
            .findFirst()
            .orElseThrow();

    assertThat(RoutesOfServer.all())
        .allSatisfy(
            route ->
                assertThat(
                        row.contains("`" + route.path() + "`")
                            || row.contains("`" + name(route) + "`"))
                    .as(name(route))
                    .isEqualTo(route.permission() == Permission.ADMIN));
  }

  private static String name(Route route) {
    return route.method().name() + " " + route.path();
  }

  private static JsonNode call(Route route) throws IOException {
    return description()
        .path("paths")
        .path(route.path())
        .path(route.method().name().toLowerCase(Locale.ROOT));
  }

  /** Those of the path and those of the call, by name. */
  private static List<String> parameters(Route route) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    description().path("paths").path(route.path()).path("parameters").forEach(all::add);
    call(route).path("parameters").forEach(all::add);
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : all) {
      names.add(resolved(parameter).path("name").asText());
    }
    return names;
  }

  /** The fields of an answer, of all that it is put together from. */
  private static Set<String> fields(JsonNode schema) throws IOException {
    Set<String> fields = new TreeSet<>();
    for (JsonNode part : resolved(schema).path("allOf")) {
      fields.addAll(fields(part));
    }
    resolved(schema).path("properties").fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  private static JsonNode resolved(JsonNode node) throws IOException {
    return node.has("$ref") ? description().at(node.path("$ref").asText().substring(1)) : node;
  }

  private static JsonNode description() throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/openapi.yaml"))) {
      return new ObjectMapper(new YAMLFactory()).readTree(yaml);
    }
  }
}
