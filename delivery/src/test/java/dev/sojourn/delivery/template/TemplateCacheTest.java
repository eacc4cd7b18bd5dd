package dev.sojourn.delivery.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.template.TemplateLookup.Found;
import dev.sojourn.delivery.template.TemplateLookup.Missing;
import dev.sojourn.delivery.template.TemplateLookup.Unknown;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.registry.SharedValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TemplateCacheTest {

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final FakeFeed feed = new FakeFeed();
  private final SharedValues shared = new SharedValues();
  private final TemplateCache library = new TemplateCache(feed, shared);

  @Test
  void shouldFindTemplateWhenItWasRead() {
    // given
    Template template = Examples.template("s", "b");
    feed.publish(RegistryEntry.of(template).bytes());
    library.step();

    // when
    TemplateLookup lookup = library.byHash(template.hash(), MAX_WAIT);

    // then
    assertThat(lookup).isEqualTo(new Found(template));
  }

  @Test
  void shouldKeepTheTemplateThatTheEngineHasAlready() {
    // given
    Template template = shared.share(Examples.template("s", "b"));
    feed.publish(RegistryEntry.of(Template.CONTENT, Examples.template("s", "b")).bytes());
    library.step();

    // when
    TemplateLookup lookup = library.byHash(template.hash(), MAX_WAIT);

    // then
    assertThat(lookup)
        .isInstanceOfSatisfying(
            Found.class, found -> assertThat(found.template()).isSameAs(template));
  }

  @Test
  void shouldKeepOldContentWhenKeyMeansAnother() {
    // given
    Template old = Examples.template("s", "old");
    feed.publish(RegistryEntry.of(Template.CONTENT, old).bytes());
    feed.publish(RegistryEntry.of(Examples.template("s", "new")).bytes());
    feed.publish(null);
    library.step();

    // when
    TemplateLookup lookup = library.byHash(old.hash(), MAX_WAIT);

    // then
    assertThat(lookup).isEqualTo(new Found(old));
  }

  @Test
  void shouldWaitForTheEndWhenTemplateIsNotThereYet() {
    // given
    Template template = Examples.template("s", "b");
    feed.atATime = 1;
    feed.publish("noise".getBytes(StandardCharsets.UTF_8));
    feed.publish("{}".getBytes(StandardCharsets.UTF_8));
    feed.publish(RegistryEntry.of(Template.CONTENT, template).bytes());

    // when
    TemplateLookup lookup = lookupWhileReading(template.hash(), MAX_WAIT);

    // then
    assertThat(lookup).isEqualTo(new Found(template));
  }

  @Test
  void shouldSayMissingWhenRegistryWasReadToItsEnd() {
    // given
    feed.publish(RegistryEntry.of(Examples.template("s", "b")).bytes());

    // when
    TemplateLookup lookup = lookupWhileReading("another", MAX_WAIT);

    // then
    assertThat(lookup).isEqualTo(new Missing());
  }

  @Test
  void shouldSayUnknownWhenBrokerDoesNotSayWhereTheEndIs() {
    // given
    feed.answers = false;

    // when
    TemplateLookup lookup = lookupWhileReading("another", Duration.ofMillis(20));

    // then
    assertThat(lookup).isEqualTo(new Unknown());
  }

  private TemplateLookup lookupWhileReading(String hash, Duration maxWait) {
    CompletableFuture<TemplateLookup> lookup =
        CompletableFuture.supplyAsync(() -> library.byHash(hash, maxWait));
    while (!lookup.isDone()) {
      library.step();
      Thread.onSpinWait();
    }
    return lookup.join();
  }

  private static final class FakeFeed implements RegistryFeed {
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private int next;
    private int atATime = Integer.MAX_VALUE;
    private boolean answers = true;

    @SuppressWarnings("NullAway") // as Kafka has it
    void publish(byte @Nullable [] value) {
      log.add(new ConsumerRecord<>("sojourn.registry", 0, log.size(), new byte[0], value));
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> read(Duration atMost) {
      int until = (int) Math.min(log.size(), (long) next + atATime);
      List<ConsumerRecord<byte[], byte[]>> read = List.copyOf(log.subList(next, until));
      next = until;
      return read;
    }

    @Override
    public OptionalLong end() {
      return answers ? OptionalLong.of(log.size()) : OptionalLong.empty();
    }

    @Override
    public OptionalLong position() {
      return OptionalLong.of(next);
    }

    @Override
    public void reopen() {
      next = 0;
    }

    @Override
    public void close() {}
  }
}
