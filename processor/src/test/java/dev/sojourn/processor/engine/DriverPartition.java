package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.Destination;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;

/**
 * Gives the task of a {@link org.apache.kafka.streams.TopologyTestDriver} a partition. The driver
 * knows one partition, number 0, and pipes whatever a task appends back into this task: here the
 * task sees its own number, and what it appends to another partition is routed there.
 */
public final class DriverPartition implements ProcessorWrapper {

  private static final String PARTITION = "test.partition";
  private static final String ROUTES = "test.routes";

  private int partition;
  private Routes routes = record -> {};

  /** Where records for other partitions go. */
  @FunctionalInterface
  interface Routes {

    /** Called while the sender processes a record, so a receiver must not process this one yet. */
    void route(Record<Destination, byte[]> record);
  }

  /** Settings of a driver whose task is this partition. */
  static Properties properties(int partition, Routes routes) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, DriverPartition.class);
    properties.put(PARTITION, partition);
    properties.put(ROUTES, routes);
    return properties;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    partition = (Integer) configs.get(PARTITION);
    routes = (Routes) configs.get(ROUTES);
  }

  @Override
  public <A, B, C, D> WrappedProcessorSupplier<A, B, C, D> wrapProcessorSupplier(
      String name, ProcessorSupplier<A, B, C, D> supplier) {
    return ProcessorWrapper.asWrapped(() -> new Numbered<>(supplier.get()));
  }

  @Override
  public <A, B, D> WrappedFixedKeyProcessorSupplier<A, B, D> wrapFixedKeyProcessorSupplier(
      String name, FixedKeyProcessorSupplier<A, B, D> supplier) {
    return ProcessorWrapper.asWrappedFixedKey(supplier);
  }

  private final class Numbered<A, B, C, D> implements Processor<A, B, C, D> {

    private final Processor<A, B, C, D> processor;

    private Numbered(Processor<A, B, C, D> processor) {
      this.processor = processor;
    }

    @Override
    public void init(ProcessorContext<C, D> context) {
      processor.init(new PartitionContext<>(context, partition, routes));
    }

    @Override
    public void process(Record<A, B> record) {
      processor.process(record);
    }

    @Override
    public void close() {
      processor.close();
    }
  }
}
