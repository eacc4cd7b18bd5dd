package dev.sojourn.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.processor.engine.EngineSettings;
import dev.sojourn.processor.engine.KafkaEngine;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.SharedValues;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.TopicSetup;
import dev.sojourn.topics.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine alone on a real broker, with events from a producer that does not know our
 * partitioner.
 */
class EngineOnKafkaIT {
  static final Topics TOPICS = new Topics("sojourn");

  @Test
  void shouldWalkAPersonThroughRealKafka(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(kafka)) {
        new TopicSetup(admin).createOrVerify(new TopicPlan(TOPICS, 4, (short) 1));
      }
      try (KafkaEngine engine =
          KafkaEngine.start(
              new EngineSettings(
                  TOPICS,
                  4,
                  "n1",
                  "127.0.0.1",
                  3002,
                  folder.resolve("state"),
                  1,
                  384L * 1024 * 1024,
                  1,
                  (short) 1,
                  1000,
                  kafka,
                  RetryPolicy.STANDARD),
              new SimpleMeterRegistry(),
              new SharedValues(),
              InstantSource.system(),
              () -> {})) {
        await().atMost(Duration.ofSeconds(20)).until(engine::ready);
        try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
          JourneyDefinition journey =
              new JourneyReader(new JsonFactory(), StepCatalog.standard())
                  .read(
                      """
                      {"id":"w","trigger":{"event":"go"},"steps":[
                      {"id":"s","type":"sleep","duration":"PT2S","next":"d"},{"id":"d","type":"complete"}]}"""
                          .getBytes(StandardCharsets.UTF_8));
          var command = new Command.PublishJourney(journey, "h");
          producer
              .send(
                  new ProducerRecord<>(
                      TOPICS.control(),
                      Partitions.of("w", 4),
                      "w".getBytes(StandardCharsets.UTF_8),
                      CommandCodec.encode(command)))
              .get();
          await().until(() -> engine.registry().flatMap(r -> r.journey("w")).isPresent());
          for (int p = 0; p < 4; p++) {
            producer
                .send(
                    new ProducerRecord<>(
                        TOPICS.events(),
                        p,
                        null,
                        ("{\"event\":\"go\",\"distinct_id\":\"user-" + p + "\"}")
                            .getBytes(StandardCharsets.UTF_8)))
                .get();
          }
          for (int p = 0; p < 4; p++) {
            String user = "user-" + p;
            await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                    () -> {
                      QueryResult.States states =
                          engine
                              .queries()
                              .ask(
                                  new Query.StatesOfPerson(user, "w", null),
                                  Partitions.of(user, 4));
                      assertThat(states.states()).hasSize(1);
                      assertThat(states.states().get(0).status()).isEqualTo("completed");
                    });
          }
        }
      }
    }
  }
}
