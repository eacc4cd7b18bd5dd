package dev.sojourn.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

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
  void shouldSayOfEveryCallUnderAKeyWhatARefusalLooksLike() throws Exception {
    for (Map.Entry<String, JsonNode> path : description().path("paths").properties()) {
      if (path.getKey().startsWith("/v1/")) {
        for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
          if (METHODS.contains(call.getKey())) {
            assertThat(call.getValue().path("responses").fieldNames())
                .toIterable()
                .as(call.getKey() + " " + path.getKey())
                .contains("401", "503");
          }
        }
      }
    }
  }

  private static JsonNode description() throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/openapi.yaml"))) {
      return new ObjectMapper(new YAMLFactory()).readTree(yaml);
    }
  }
}
