package dev.sojourn.http.health;

import dev.sojourn.http.request.ApiRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** OpenAPI description of the API; the source is {@code docs/openapi.yaml}. */
public final class ApiDescription {

  private static final String RESOURCE = "/openapi.yaml";

  private final byte[] yaml;

  private ApiDescription(byte[] yaml) {
    this.yaml = yaml;
  }

  /**
   * Loads the description from the classpath.
   *
   * @throws IllegalStateException when the build did not include it
   */
  public static ApiDescription load() {
    try (InputStream in = ApiDescription.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "expected '%s' on the classpath, found none".formatted(RESOURCE));
      }
      return new ApiDescription(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("expected a readable '%s'".formatted(RESOURCE), e);
    }
  }

  /** {@code GET /openapi.yaml}. */
  public void get(ApiRequest request) {
    request.answer(200, "application/yaml", yaml);
  }
}
