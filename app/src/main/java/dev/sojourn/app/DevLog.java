package dev.sojourn.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Log setup of {@code dev}: everything goes to a small file beside the data, and only what a
 * developer must know to the console. Configured in code, since only the command line knows the
 * folder.
 */
final class DevLog implements AutoCloseable {

  private static final String FILE = "sojourn.log";
  private static final String OURS = "dev.sojourn";

  /**
   * After kill -9 this logger reports every store as corrupted, at ERROR, and then restores them.
   * An error it cannot recover from kills its thread, which the engine reports.
   */
  private static final String MENDS_ITSELF =
      "org.apache.kafka.streams.processor.internals.TaskManager";

  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{36} %msg%n";
  private static final long MAX_BYTES = 8 * 1024 * 1024;
  private static final int OLD_FILES = 2;

  private final Logger root;
  private final Appender<ILoggingEvent> file;
  private final List<Appender<ILoggingEvent>> quietened = new ArrayList<>();
  private final List<Logger> louder = new ArrayList<>();

  private DevLog(LoggerContext context, String path) {
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders().forEachRemaining(quietened::add);
    quietened.forEach(console -> console.addFilter(quiet()));
    // At INFO Kafka explains what it does; in the file that costs nothing.
    context.getLoggerList().stream()
        .filter(logger -> logger.getLevel() == Level.WARN)
        .forEach(louder::add);
    louder.forEach(logger -> logger.setLevel(Level.INFO));
    this.file = file(context, path);
    root.addAppender(file);
  }

  /** Sends the log of this process to the folder from now on. */
  static DevLog into(Path dataDir) {
    return new DevLog(
        (LoggerContext) LoggerFactory.getILoggerFactory(), dataDir.resolve(FILE).toString());
  }

  private static Filter<ILoggingEvent> quiet() {
    Filter<ILoggingEvent> filter =
        new Filter<>() {
          @Override
          public FilterReply decide(ILoggingEvent event) {
            String logger = event.getLoggerName();
            Level least = logger.startsWith(OURS) ? Level.WARN : Level.ERROR;
            return event.getLevel().isGreaterOrEqual(least) && !logger.equals(MENDS_ITSELF)
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
          }
        };
    filter.start();
    return filter;
  }

  private static Appender<ILoggingEvent> file(LoggerContext context, String path) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(MAX_BYTES));
    size.start();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    // Before the rolling policy starts, which reads it.
    appender.setFile(path);
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(path + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(OLD_FILES);
    window.start();
    appender.setEncoder(encoder);
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }

  /** Closes the file and restores the console's log levels. */
  @Override
  public void close() {
    root.detachAppender(file);
    file.stop();
    louder.forEach(logger -> logger.setLevel(Level.WARN));
    quietened.forEach(Appender::clearAllFilters);
  }
}
