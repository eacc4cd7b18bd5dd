package dev.sojourn.app.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Admin key that {@code dev} generates once and stores, readable by the owner only. */
public final class AdminKey {

  private static final String FILE = "admin-key";
  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AdminKey() {}

  /** The key file of a data folder. */
  public static Path file(Path dataDir) {
    return dataDir.resolve(FILE);
  }

  /**
   * The key stored in this folder, generated if there is none.
   *
   * @throws IOException when it cannot be read or created, or the file is empty
   */
  public static Secret keptIn(Path dataDir) throws IOException {
    Path file = file(dataDir);
    if (!Files.exists(file)) {
      make(file);
    }
    if (posix(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
    String kept = Files.readString(file).strip();
    if (kept.isEmpty()) {
      throw new IOException("expected an admin key in %s, found an empty file".formatted(file));
    }
    return new Secret(kept);
  }

  /** Creates the file with owner-only permissions, so that it is never readable by others. */
  private static void make(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
    FileAttribute<?>[] attributes =
        posix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
