package dev.sojourn.benchmarks.process;

import dev.sojourn.processor.task.Destination;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Counts the store operations and sink records of processors. Counting slows them down, so nothing
 * is timed meanwhile.
 */
final class Operations {

  /** The configuration key under which the wrapper finds the counts. */
  static final String CONFIG = "sojourn.benchmark.operations";

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  private void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  /**
   * Counts by store and operation, such as {@code state.put}, and by sink, such as {@code
   * sink.journal}.
   */
  Map<String, Long> sums() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((name, count) -> sums.put(name, count.sum()));
    return sums;
  }

  private static String operation(String method, Object[] arguments) {
    return switch (method) {
      case "put" -> arguments[1] == null ? "delete" : "put";
      case "get" -> "get";
      // A point read of a window store has a timestamp as second argument.
      case "fetch" -> arguments.length == 2 && arguments[1] instanceof Long ? "get" : "scan";
      case "range", "prefixScan", "all", "reverseRange" -> "scan";
      default -> "";
    };
  }

  @SuppressWarnings("unchecked") // the proxy implements exactly this interface
  private <T> T watched(Class<T> face, T inner, Watcher watcher) {
    return (T)
        Proxy.newProxyInstance(
            face.getClassLoader(),
            new Class<?>[] {face},
            (proxy, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              watcher.sees(method.getName(), given);
              try {
                return watcher.result(method.getName(), method.invoke(inner, given));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private interface Watcher {
    void sees(String method, Object[] arguments);

    default Object result(String method, Object result) {
      return result;
    }
  }

  private Object watchedStore(Object store) {
    String name = ((StateStore) store).name();
    Watcher watcher =
        (method, arguments) -> {
          String operation = operation(method, arguments);
          if (!operation.isEmpty()) {
            count(name + "." + operation);
          }
        };
    return store instanceof WindowStore<?, ?> window
        ? watched(WindowStore.class, window, watcher)
        : watched(KeyValueStore.class, (KeyValueStore<?, ?>) store, watcher);
  }

  private <K, V> ProcessorContext<K, V> watchedContext(ProcessorContext<K, V> context) {
    return watched(
        ProcessorContext.class,
        context,
        new Watcher() {
          @Override
          public void sees(String method, Object[] arguments) {
            if (method.equals("forward")
                && ((Record<?, ?>) arguments[0]).key() instanceof Destination to) {
              count("sink." + to.topic().suffix());
            }
          }

          @Override
          public Object result(String method, Object result) {
            return method.equals("getStateStore") ? watchedStore(result) : result;
          }
        });
  }

  /** Processor wrapper, instantiated by Kafka Streams from its class name. */
  public static final class Wrapper implements ProcessorWrapper {

    private Operations operations = new Operations();

    @Override
    public void configure(Map<String, ?> configs) {
      operations = (Operations) configs.get(CONFIG);
    }

    @Override
    public <KI, VI, KO, VO> WrappedProcessorSupplier<KI, VI, KO, VO> wrapProcessorSupplier(
        String name, ProcessorSupplier<KI, VI, KO, VO> supplier) {
      return ProcessorWrapper.asWrapped(() -> new Watched<>(supplier.get(), operations));
    }

    @Override
    public <K, VI, VO> WrappedFixedKeyProcessorSupplier<K, VI, VO> wrapFixedKeyProcessorSupplier(
        String name, FixedKeyProcessorSupplier<K, VI, VO> supplier) {
      return ProcessorWrapper.asWrappedFixedKey(supplier);
    }
  }

  private record Watched<KI, VI, KO, VO>(Processor<KI, VI, KO, VO> inner, Operations operations)
      implements Processor<KI, VI, KO, VO> {

    @Override
    public void init(ProcessorContext<KO, VO> context) {
      inner.init(operations.watchedContext(context));
    }

    @Override
    public void process(Record<KI, VI> record) {
      inner.process(record);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
