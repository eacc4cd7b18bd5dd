package dev.sojourn.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

final class BrokerSettingsTest {

  @Test
  void shouldOnlyHoldSettingsKafkaKnowsWhenMisspeltOnesAreIgnored() {
    // given
    Map<String, String> settings = BrokerSettings.of(Path.of("/data"), 9092, 9093);

    // when
    KafkaConfig config = new KafkaConfig(settings, false);

    // then
    assertThat(config.values().keySet()).containsAll(settings.keySet());
  }
}
