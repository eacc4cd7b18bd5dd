package dev.sojourn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.producer.KafkaOutcomeProducer;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {

  private static final Topics TOPICS = new Topics("sojourn");

  @Test
  void shouldKeepTheOriginalAndSayWhereItStood() {
    // given
    byte[] key = {1, 2};
    byte[] value = {3};

    // when
    ProducerRecord<byte[], byte[]> letter =
        KafkaOutcomeProducer.deadLetter(
            TOPICS, new ConsumerRecord<>("sojourn.actions", 3, 42, key, value), "why");

    // then
    assertThat(letter.topic()).isEqualTo("sojourn.dead-letters");
    assertThat(letter.partition()).isEqualTo(3);
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(Headers.text(letter.headers(), Headers.REASON)).contains("invalid_action");
    assertThat(Headers.text(letter.headers(), Headers.SOURCE)).contains("delivery");
    assertThat(Headers.text(letter.headers(), Headers.SOURCE_TOPIC)).contains("sojourn.actions");
    assertThat(Headers.text(letter.headers(), Headers.SOURCE_PARTITION)).contains("3");
    assertThat(Headers.text(letter.headers(), Headers.SOURCE_OFFSET)).contains("42");
    assertThat(Headers.text(letter.headers(), Headers.MESSAGE)).contains("why");
    assertThat(Headers.text(letter.headers(), Headers.CUT_FROM)).isEmpty();
  }

  @Test
  void shouldKeepTheHeadWhenTheOriginalIsTooLong() {
    // given
    byte[] value = new byte[1024 * 1024 + 1];

    // when
    ProducerRecord<byte[], byte[]> letter =
        KafkaOutcomeProducer.deadLetter(
            TOPICS, new ConsumerRecord<>("sojourn.actions", 0, 0, new byte[0], value), "why");

    // then
    assertThat(letter.value()).hasSize(1024 * 1024);
    assertThat(Headers.text(letter.headers(), Headers.CUT_FROM)).contains("1048577");
  }
}
