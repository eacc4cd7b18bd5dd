package dev.sojourn.app.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Node id, stable across restarts so that the node rejoins the group as the same member. Stored in
 * the state folder, so that it moves with the state.
 */
public final class NodeIdentity {

  private static final String FILE = "node-id";
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private NodeIdentity() {}

  static boolean isLegal(String id) {
    return LEGAL.matcher(id).matches();
  }

  /**
   * The configured id, or else the stored one, or else a new one.
   *
   * @throws IOException when the file can be neither read nor created, or its content is invalid
   */
  public static String of(Settings settings) throws IOException {
    Optional<String> configured = settings.find(LocalSettings.NODE_ID);
    if (configured.isPresent()) {
      return configured.get();
    }
    Path folder = settings.get(LocalSettings.STATE_DIR);
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    String kept = Files.readString(file).strip();
    if (!isLegal(kept)) {
      throw new IOException(
          "expected 1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-' in %s, found '%s'"
              .formatted(file, kept));
    }
    return kept;
  }
}
