package dev.sojourn.processor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.rocksdb.Env;
import org.rocksdb.RocksMemEnv;

/** What a driver keeps in files: a folder of its own, and the stores in memory. */
final class DriverFiles implements AutoCloseable {

  private final Path folder = newFolder();
  private final RocksMemEnv stores = new RocksMemEnv(Env.getDefault());

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("engine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a driver use these files. */
  void configure(Properties properties) {
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    RocksDbInMemory.configure(properties, stores);
  }

  /** Deletes them; the driver must be closed before. */
  @Override
  public void close() {
    stores.close();
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
