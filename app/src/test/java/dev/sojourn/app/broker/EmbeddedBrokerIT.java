package dev.sojourn.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class EmbeddedBrokerIT {

  private static final String TOPIC = "events";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path home;

  @Test
  void shouldHideAbortedRecordsWhenReadingCommitted() throws Exception {
    // given
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      BrokerClient client = new BrokerClient(broker.bootstrapServers());
      client.createTopic(TOPIC, 3);

      // when
      client.abort(TOPIC, "never");
      client.commit(TOPIC, "first", "second");

      // then
      assertThat(client.read(TOPIC, 2))
          .extracting(ConsumerRecord::value)
          .containsExactly("first", "second");
    }
  }

  @Test
  void shouldStampRecordsItselfWhenTopicAsksForAppendTime() throws Exception {
    // given
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      BrokerClient client = new BrokerClient(broker.bootstrapServers());
      client.createTopic(TOPIC, 1);

      // when
      client.commit(TOPIC, "stamped");

      // then
      assertThat(client.read(TOPIC, 1))
          .extracting(ConsumerRecord::timestampType)
          .containsExactly(TimestampType.LOG_APPEND_TIME);
    }
  }

  @Test
  void shouldTakeRecordWhenItHasTwoMebibytes() throws Exception {
    // given
    String large = "x".repeat(2 * 1024 * 1024);
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      BrokerClient client = new BrokerClient(broker.bootstrapServers());
      client.createTopic(TOPIC, 1);

      // when
      client.commit(TOPIC, large);

      // then
      assertThat(client.read(TOPIC, 1)).extracting(ConsumerRecord::value).containsExactly(large);
    }
  }

  @Test
  void shouldKeepRecordsWhenRestartedOnAnotherPort() throws Exception {
    // given
    int firstPort;
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      firstPort = broker.port();
      BrokerClient client = new BrokerClient(broker.bootstrapServers());
      client.createTopic(TOPIC, 3);
      client.commit(TOPIC, "kept");
    }

    // when
    try (ServerSocket taken = listenOn(firstPort);
        EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      BrokerClient client = new BrokerClient(broker.bootstrapServers());
      client.commit(TOPIC, "added");

      // then
      assertThat(broker.port()).isNotEqualTo(taken.getLocalPort());
      assertThat(client.read(TOPIC, 2))
          .extracting(ConsumerRecord::value)
          .containsExactly("kept", "added");
    }
  }

  @Test
  void shouldKeepRecordsWhenKilled() throws Exception {
    // given
    try (BrokerProcess process = BrokerProcess.start(home)) {
      process.client().createTopic(TOPIC, 3);
      process.client().commit(TOPIC, "kept");

      // when
      process.kill();
    }

    // then
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      assertThat(new BrokerClient(broker.bootstrapServers()).read(TOPIC, 1))
          .extracting(ConsumerRecord::value)
          .containsExactly("kept");
    }
  }

  @Test
  void shouldRefuseConnectionWhenItComesToAnotherAddress() throws Exception {
    // given
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0);
        Socket socket = new Socket()) {
      // when: any address of this host but the one, and every host has this one
      InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
      InetSocketAddress address = new InetSocketAddress(other, broker.port());

      // then
      assertThatThrownBy(() -> socket.connect(address, 2_000)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldNamePortWhenItIsInUse() throws Exception {
    // given
    try (ServerSocket taken = listenOn(0)) {
      // when
      int port = taken.getLocalPort();

      // then
      assertStartFails(home, port, "cannot listen on port " + port + " of 127.0.0.1");
    }
  }

  @Test
  void shouldLeaveFolderUsableWhenPortWasInUse() throws Exception {
    // given
    try (ServerSocket taken = listenOn(0)) {
      int port = taken.getLocalPort();
      assertStartFails(home, port, String.valueOf(port));
    }

    // when
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      // then
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
    }
  }

  @Test
  void shouldNameFolderWhenAnotherBrokerHasIt() throws Exception {
    // given
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      // when, then
      assertStartFails(home, 0, "data folder " + home + " is in use by another running broker");

      // then
      new BrokerClient(broker.bootstrapServers()).createTopic(TOPIC, 1);
    }
  }

  @Test
  void shouldNameFolderWhenBrokerOfAnotherProcessHasIt() throws Exception {
    // given
    try (BrokerProcess process = BrokerProcess.start(home)) {
      process.client().createTopic(TOPIC, 1);

      // when, then
      assertStartFails(home, 0, "data folder " + home + " is in use by another running broker");
    }
  }

  @Test
  void shouldNameFolderWhenItCannotBeCreated() throws Exception {
    // given
    Path file = Files.writeString(home.resolve("file"), "not a folder");

    // when, then
    assertStartFails(file.resolve("data"), 0, "cannot write to data folder " + file);
  }

  @Test
  void shouldNameFolderWhenItIsNotWritable() throws Exception {
    // given
    Path folder = Files.createDirectory(home.resolve("readonly"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(folder), "root writes everywhere");

    // when, then
    assertStartFails(folder, 0, "cannot write to data folder " + folder);
  }

  @Test
  void shouldRefuseFolderWhenItHoldsSomethingElse() throws Exception {
    // given
    Files.writeString(home.resolve("thesis.txt"), "years of work");

    // when, then
    assertStartFails(home, 0, "data folder " + home + " is neither empty nor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0001garbage",
        "version=1\n",
        "version=one\nnode.id=1\ncluster.id=sojourn-x\n",
      })
  void shouldNameFolderWhenItsIdentityIsGarbage(String garbage) throws Exception {
    // given
    EmbeddedBroker.start(home, 0).close();
    Files.writeString(home.resolve("meta.properties"), garbage);

    // when, then
    assertStartFails(home, 0, "data folder " + home);
  }

  @Test
  void shouldRefuseFolderWhenItIsAnotherKafkas() throws Exception {
    // given
    Files.writeString(
        home.resolve("meta.properties"),
        "version=1\nnode.id=1\ncluster.id=ZkQ0T1-YQe2pH0m9Wc7xTw\ndirectory.id=Jx2b3c4d5e6f7g8h9i0jkA\n");

    // when, then
    assertStartFails(home, 0, "data folder " + home + " belongs to another Kafka");
  }

  @Test
  void shouldNameFolderWhenFileIsInPlaceOfPartition() throws Exception {
    // given
    EmbeddedBroker.start(home, 0).close();
    Files.writeString(home.resolve("events-0"), "garbage");

    // when, then
    assertStartFails(home, 0, "data folder " + home + " holds a file 'events-0'");
  }

  @Test
  void shouldNameFolderWhenUnknownFolderIsInIt() throws Exception {
    // given
    EmbeddedBroker.start(home, 0).close();
    Files.createDirectory(home.resolve("pictures"));

    // when, then
    assertStartFails(home, 0, "data folder " + home + " holds a folder 'pictures'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"__cluster_metadata-0/quorum-state", "bootstrap.checkpoint"})
  void shouldFailWithoutEndingProcessWhenKafkasFileIsGarbage(String file) throws Exception {
    // given
    EmbeddedBroker.start(home, 0).close();
    Files.writeString(home.resolve(file), "garbage");

    // when, then
    assertStartFails(home, 0, "data folder " + home);
  }

  @Test
  void shouldNameFolderWhenKafkasFileCannotBeRead() throws Exception {
    // given
    EmbeddedBroker.start(home, 0).close();
    Files.delete(home.resolve("bootstrap.checkpoint"));
    Files.createDirectory(home.resolve("bootstrap.checkpoint"));

    // when, then
    assertStartFails(home, 0, "data folder " + home);
  }

  @Test
  void shouldFailWithoutEndingProcessWhenFaultIsOnKafkasThread() throws Exception {
    // given: the log manager finds this on a thread of its own, and calls that fault fatal
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      new BrokerClient(broker.bootstrapServers()).createTopic(TOPIC, 1);
    }
    Path partition = home.resolve(TOPIC + "-0");
    Files.delete(home.resolve(".kafka_cleanshutdown"));
    Files.delete(partition.resolve("partition.metadata"));
    Files.createDirectory(partition.resolve("partition.metadata"));

    // when, then
    assertStartFails(home, 0, "data folder " + home);
  }

  @Test
  void shouldStartAgainWhenFormatWasCutShort() throws Exception {
    // given
    Files.writeString(home.resolve("bootstrap.checkpoint"), "half");
    Files.writeString(home.resolve("meta.properties.tmp"), "half");

    // when
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0)) {
      // then
      new BrokerClient(broker.bootstrapServers()).createTopic(TOPIC, 1);
    }
  }

  @Test
  void shouldTellOwnerWhenRunningBrokerLosesItsFolder() throws Exception {
    // given
    CompletableFuture<BrokerFault> told = new CompletableFuture<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(home, 0, told::complete)) {
      Files.writeString(home.resolve(TOPIC + "-0"), "in the way of the new partition");

      // when
      new BrokerClient(broker.bootstrapServers()).createTopic(TOPIC, 1);

      // then
      await().atMost(Duration.ofSeconds(30)).until(told::isDone);
    }
  }

  @Test
  void shouldFreePortAndThreadsWhenClosed() throws Exception {
    // given
    EmbeddedBroker broker = EmbeddedBroker.start(home, 0);
    new BrokerClient(broker.bootstrapServers()).createTopic(TOPIC, 1);

    // when
    broker.close();
    broker.close();

    // then
    listenOn(broker.port()).close();
    await().atMost(Duration.ofSeconds(10)).until(() -> brokerThreads().findAny().isEmpty());
  }

  @Test
  void shouldLeaveNoThreadsWhenStartFailed() throws Exception {
    // given
    EmbeddedBroker.start(home, 0).close();
    Files.writeString(home.resolve("__cluster_metadata-0/quorum-state"), "garbage");

    // when
    assertStartFails(home, 0, "data folder " + home);

    // then
    await().atMost(Duration.ofSeconds(10)).until(() -> brokerThreads().findAny().isEmpty());
  }

  private static Stream<String> brokerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> thread.getName().toLowerCase(Locale.ROOT))
        .filter(
            name ->
                name.contains("kafka-1-")
                    || name.contains("broker-1")
                    || name.contains("controller-1")
                    || name.startsWith("data-plane")
                    || name.startsWith("broker-start")
                    || name.startsWith("broker-watch"));
  }

  private static ServerSocket listenOn(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  private static void assertStartFails(Path folder, int port, String part) {
    assertThatThrownBy(() -> EmbeddedBroker.start(folder, port).close())
        .isInstanceOf(BrokerStartException.class)
        .hasMessageContaining(part)
        .hasMessageNotContaining("\n");
  }
}
