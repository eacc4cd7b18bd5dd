package dev.sojourn.app.settings;

import dev.sojourn.topics.topic.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses setting values. Collects all problems instead of stopping at the first. */
final class SettingsParser {

  private static final int MAX_PARTITIONS = 1024;
  private static final int MAX_REPLICATION = 100;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_RATE = 1_000_000;
  private static final Duration SHORTEST_RETENTION = Duration.ofHours(1);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(36_600);
  private static final long LEAST_MEMORY_MIB = 64;
  private static final long MOST_MEMORY_MIB = 1024 * 1024;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,7}) ?(MiB|GiB)");
  private static final Topics DEFAULT_TOPICS = new Topics("sojourn");
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private final Path workingDir;
  private final Map<Key, SettingValue> values;
  private final List<String> problems;

  SettingsParser(Path workingDir, Map<Key, SettingValue> values, List<String> problems) {
    this.workingDir = workingDir;
    this.values = values;
    this.problems = problems;
  }

  Settings settings(Map<String, String> clients) throws SettingsException {
    Settings.Kafka kafka =
        new Settings.Kafka(
            topics(),
            number(Key.PARTITIONS, 1, MAX_PARTITIONS, 1),
            (short) number(Key.REPLICATION_FACTOR, 1, MAX_REPLICATION, 1),
            retention(),
            clients);
    Settings settings =
        new Settings(
            kafka,
            http(),
            path(Key.STATE_DIR, workingDir),
            memory(Key.ROCKSDB_MEMORY),
            values.containsKey(Key.JOURNEYS_DIR) ? path(Key.JOURNEYS_DIR, workingDir) : null,
            nodeId(),
            secret(Key.ADMIN_API_KEY),
            secret(Key.POSTHOG_WEBHOOK_SECRET),
            new DeliverySettingsParser(this).settings());
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  private Topics topics() {
    return read(
        Key.TOPIC_PREFIX,
        "1 to 60 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit",
        text -> {
          if (!text.matches("[a-z0-9].*")) {
            throw new IllegalArgumentException(text);
          }
          return new Topics(text);
        },
        DEFAULT_TOPICS);
  }

  private Duration retention() {
    return read(
        Key.EVENTS_RETENTION,
        "an ISO-8601 duration of an hour or more, such as P90D",
        text -> {
          Duration read = Duration.parse(text);
          if (read.compareTo(SHORTEST_RETENTION) < 0 || read.compareTo(LONGEST_RETENTION) > 0) {
            throw new IllegalArgumentException(text);
          }
          return read;
        },
        SHORTEST_RETENTION);
  }

  /** Parses a whole number of MiB or GiB to bytes. */
  private long memory(Key key) {
    return read(
        key,
        "64MiB to 1024GiB, a whole number and MiB or GiB",
        text -> {
          Matcher size = SIZE.matcher(text);
          if (!size.matches()) {
            throw new IllegalArgumentException(text);
          }
          long mib = Long.parseLong(size.group(1)) * (size.group(2).equals("GiB") ? 1024 : 1);
          if (mib < LEAST_MEMORY_MIB || mib > MOST_MEMORY_MIB) {
            throw new IllegalArgumentException(text);
          }
          return mib * 1024 * 1024;
        },
        0L);
  }

  boolean has(Key key) {
    return values.containsKey(key);
  }

  /** Requires a key because another setting needs it. */
  void require(Key key, Key because) {
    if (!has(key)) {
      problems.add(
          "expected a value for key '%s' (%s), found none, and '%s' needs it"
              .formatted(key.property(), key.variable(), shown(because)));
    }
  }

  private String shown(Key key) {
    SettingValue given = values.get(key);
    // For this key its value causes the requirement; the others are URLs, perhaps secret.
    return key == Key.EMAIL_PROVIDER && given != null
        ? "%s=%s".formatted(key.property(), given.value())
        : key.property();
  }

  /** Like {@link #read}, for a value that must not be shown. */
  <T> @Nullable T hidden(Key key, String expected, Function<String, T> reader) {
    SettingValue given = values.get(key);
    if (given == null) {
      return null;
    }
    try {
      return reader.apply(given.value());
    } catch (IllegalArgumentException e) {
      problems.add(
          "expected %s for key '%s', found something else (%s)"
              .formatted(expected, key.property(), given.from()));
      return null;
    }
  }

  private Settings.Http http() {
    String host = host(Key.HTTP_HOST, "127.0.0.1");
    return new Settings.Http(
        host,
        number(Key.HTTP_PORT, 0, MAX_PORT, 0),
        values.containsKey(Key.ADVERTISED_HOST)
            ? host(Key.ADVERTISED_HOST, host)
            : reachableAs(host),
        values.containsKey(Key.ADVERTISED_PORT)
            ? Integer.valueOf(number(Key.ADVERTISED_PORT, 1, MAX_PORT, 1))
            : null,
        number(Key.ADMIN_RATE_LIMIT, 0, MAX_RATE, 0));
  }

  private String host(Key key, String otherwise) {
    return read(
        key,
        "a host name or an address without scheme and port",
        text -> {
          if (!text.matches("[A-Za-z0-9._:\\[\\]-]+") || text.matches("[^:]*:\\d*")) {
            throw new IllegalArgumentException(text);
          }
          return text;
        },
        otherwise);
  }

  /**
   * The address of a node that listens on all interfaces, or its name if that is the loopback's.
   */
  private static String reachableAs(String host) {
    if (!EVERYWHERE.contains(host)) {
      return host;
    }
    try {
      InetAddress own = InetAddress.getLocalHost();
      return own.isLoopbackAddress() ? own.getHostName() : own.getHostAddress();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  private @Nullable String nodeId() {
    return values.containsKey(Key.NODE_ID)
        ? read(
            Key.NODE_ID,
            "1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-'",
            text -> {
              if (!NodeIdentity.isLegal(text)) {
                throw new IllegalArgumentException(text);
              }
              return text;
            },
            "none")
        : null;
  }

  private Path path(Key key, Path otherwise) {
    return read(key, "a path", text -> workingDir.resolve(text).normalize(), otherwise);
  }

  /** Keys travel in headers, which carry only printable ASCII. */
  @Nullable Secret secret(Key key) {
    SettingValue given = values.get(key);
    if (given == null) {
      return null;
    }
    if (!given.value().matches("[\\x21-\\x7e]+")) {
      problems.add(
          "expected printable ASCII without spaces for key '%s', found something else (%s)"
              .formatted(key.property(), given.from()));
    }
    return new Secret(given.value());
  }

  int number(Key key, int least, int most, int otherwise) {
    return read(
        key,
        "%d to %d".formatted(least, most),
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException(text);
          }
          return number;
        },
        otherwise);
  }

  /** Parses one value; the fallback for an invalid one never leaves this class. */
  <T> T read(Key key, String expected, Function<String, T> reader, T otherwise) {
    SettingValue given = values.get(key);
    if (given == null) {
      problems.add("expected %s for key '%s', found none".formatted(expected, key.property()));
      return otherwise;
    }
    try {
      return reader.apply(given.value());
    } catch (IllegalArgumentException | DateTimeException e) {
      problems.add(
          "expected %s for key '%s', found '%s' (%s)"
              .formatted(expected, key.property(), given.value(), given.from()));
      return otherwise;
    }
  }
}
