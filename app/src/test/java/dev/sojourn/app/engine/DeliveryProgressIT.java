package dev.sojourn.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.processor.watermark.DeliveryProgress;
import dev.sojourn.processor.watermark.KafkaDeliveryProgress;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.TopicSetup;
import dev.sojourn.topics.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker says of how far delivery is. */
@Timeout(60)
final class DeliveryProgressIT {

  private static final Topics TOPICS = new Topics("sojourn");
  private static final TopicPartition ACTIONS = new TopicPartition(TOPICS.actions(), 0);

  @Test
  void shouldTellWhetherDeliveryIsDoneWithWhatCameBeforeSomeTime(@TempDir Path folder)
      throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(kafka);
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
        // given
        new TopicSetup(admin).createOrVerify(new TopicPlan(TOPICS, 1, (short) 1));
        DeliveryProgress frontier =
            new KafkaDeliveryProgress(admin, TOPICS.deliveryGroup(), TOPICS.actions()).apply(0);
        long before = System.currentTimeMillis() - 60_000;
        long after = System.currentTimeMillis() + 60_000;

        // then: nothing was asked
        assertThat(isDone(frontier, after)).isTrue();

        // when: something was, that nobody took yet
        producer.send(new ProducerRecord<>(TOPICS.actions(), 0, null, new byte[1])).get();

        // then
        assertThat(isDone(frontier, after)).isFalse();
        assertThat(isDone(frontier, before)).isTrue();

        // when
        admin
            .alterConsumerGroupOffsets(
                TOPICS.deliveryGroup(), Map.of(ACTIONS, new OffsetAndMetadata(1)))
            .all()
            .get();

        // then
        assertThat(isDone(frontier, after)).isTrue();
      }
    }
  }

  private static boolean isDone(DeliveryProgress frontier, long beforeMs) {
    frontier.ask(beforeMs);
    await().until(() -> !frontier.isAsking());
    return frontier.isDone();
  }
}
