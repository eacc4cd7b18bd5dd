package dev.sojourn.app.settings;

import static dev.sojourn.app.settings.SettingDefault.always;
import static dev.sojourn.app.settings.SettingDefault.byProfile;
import static dev.sojourn.app.settings.SettingDefault.none;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of one node's folders, memory and identity. */
public final class LocalSettings {

  private static final long LEAST_MEMORY_MIB = 64;
  private static final long MOST_MEMORY_MIB = 1024 * 1024;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,7}) ?(MiB|GiB)");
  private static final SettingList.Builder DEFINED = SettingList.titled("Folders and memory");

  public static final Setting<Path> STATE_DIR =
      DEFINED.define(
          "state.dir",
          SettingFormat.path(),
          byProfile(".sojourn/state", "state"),
          "stores and identity of this node: keep it across restarts; under `dev` always in the data folder");

  /** In bytes. */
  public static final Setting<Long> ROCKSDB_MEMORY =
      DEFINED.define(
          "rocksdb.memory",
          SettingFormat.of(
              "64MiB to 1024GiB, a whole number and MiB or GiB", LocalSettings::memory),
          always("384MiB"),
          "native memory of all stores of this process: block cache and write buffers; see [Memory and the JVM](#memory-and-the-jvm)");

  public static final Setting<Path> JOURNEYS_DIR =
      DEFINED.define(
          "journeys.dir",
          SettingFormat.path(),
          none("the examples", "none"),
          "the folder of journeys and templates to publish");

  public static final Setting<String> NODE_ID =
      DEFINED.define(
          "node.id",
          SettingFormat.text("1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-'", NodeIdentity::isLegal),
          none("generated"),
          "identifies a node across restarts; generated once and kept in `state.dir`");

  static final SettingList LIST = DEFINED.build();

  private LocalSettings() {}

  private static long memory(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(text);
    }
    long mib = Long.parseLong(size.group(1)) * (size.group(2).equals("GiB") ? 1024 : 1);
    if (mib < LEAST_MEMORY_MIB || mib > MOST_MEMORY_MIB) {
      throw new IllegalArgumentException(text);
    }
    return mib * 1024 * 1024;
  }
}
