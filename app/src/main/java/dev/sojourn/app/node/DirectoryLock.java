package dev.sojourn.app.node;

import dev.sojourn.app.broker.ErrorText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lock on a folder for this process. The operating system releases it when the process dies. */
public final class DirectoryLock implements AutoCloseable {

  private static final String FILE = "sojourn.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks the folder, creating it if necessary.
   *
   * @param what such as {@code data folder}, for the message
   * @throws StartException when another process holds the lock, or the folder cannot be written
   */
  public static DirectoryLock take(Path folder, String what) throws StartException {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (taken(channel)) {
        String holder = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
        return new DirectoryLock(channel);
      }
      channel.close();
      throw new StartException(
          "%s %s is in use by another running sojourn (process %s)"
              .formatted(what, folder, Files.readString(file).strip()));
    } catch (IOException e) {
      throw new StartException(
          "cannot write to %s %s: %s".formatted(what, folder, ErrorText.of(e)), e);
    }
  }

  private static boolean taken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This process holds the lock already.
      return false;
    }
  }

  /** The file stays: deleting it could free a lock that another process has just taken. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
