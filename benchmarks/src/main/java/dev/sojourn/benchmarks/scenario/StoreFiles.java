package dev.sojourn.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Files of the key-value stores of a stopped engine, without the history. */
final class StoreFiles {

  private final Path stores;

  /**
   * Creates a view of the files.
   *
   * @param stores state directory of Kafka Streams
   */
  StoreFiles(Path stores) {
    this.stores = stores;
  }

  /** Store folders inside folders named rocksdb; the history, a segmented store, is excluded. */
  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.walk(stores)) {
      return all.filter(Files::isDirectory)
          .filter(folder -> String.valueOf(folder.getParent().getFileName()).equals("rocksdb"))
          .filter(folder -> !folder.getFileName().toString().equals("history"))
          .toList();
    }
  }

  long bytes() throws IOException {
    long sum = 0;
    for (Path folder : folders()) {
      sum += bytes(folder);
    }
    return sum;
  }

  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // Only the rows: RocksDB's info logs exist whatever the store holds.
        if (file.toString().endsWith(".sst")) {
          sum += Files.size(file);
        }
      }
    }
    return sum;
  }

  /** The size of copies of the files after a full compaction. */
  long compactedBytes(Path scratch) throws IOException, RocksDBException {
    long sum = 0;
    int number = 0;
    for (Path folder : folders()) {
      Path copy = Files.createDirectories(scratch.resolve(Integer.toString(number++)));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
      compact(copy);
      sum += bytes(copy);
    }
    return sum;
  }

  private static void compact(Path folder) throws RocksDBException {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options options = new Options();
        DBOptions settings = new DBOptions();
        ColumnFamilyOptions family =
            new ColumnFamilyOptions().setCompressionType(CompressionType.LZ4_COMPRESSION)) {
      for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
        families.add(new ColumnFamilyDescriptor(name, family));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB db = RocksDB.open(settings, folder.toString(), families, handles)) {
        for (ColumnFamilyHandle handle : handles) {
          db.compactRange(handle);
          handle.close();
        }
      }
    }
  }
}
