package dev.sojourn.processor.engine;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Env;
import org.rocksdb.Options;
import org.rocksdb.RocksMemEnv;

/**
 * Keeps the files of the stores on the heap of RocksDB: a driver commits after each record, and
 * flushing every store to a disk each time takes longer than all else that a test does.
 */
public final class RocksDbInMemory implements RocksDBConfigSetter {

  private static final String FILES = "test.rocksdb.files";

  /**
   * Makes the stores of a driver use these files.
   *
   * @param files to be closed after the driver
   */
  static void configure(Properties properties, RocksMemEnv files) {
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbInMemory.class);
    properties.put(FILES, files);
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    options.setEnv((Env) configs.get(FILES));
  }

  @Override
  public void close(String storeName, Options options) {
    // The files are the harness's.
  }
}
