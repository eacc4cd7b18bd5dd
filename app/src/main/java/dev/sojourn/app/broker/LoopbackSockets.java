package dev.sojourn.app.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Listening sockets of broker and controller, bound before Kafka starts and then handed to it. A
 * port that is chosen first and bound later by Kafka could be taken by another process meanwhile,
 * and a port in use would show only deep inside the start.
 */
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {

  static final String HOST = "127.0.0.1";

  /** Not the JDK's loopback address, which may be IPv6. */
  private static final byte[] HOST_BYTES = {127, 0, 0, 1};

  private static final int MAX_PORT = 65_535;
  private static final int BACKLOG = 50;

  private final ServerSocketChannel broker;
  private final ServerSocketChannel controller;

  private LoopbackSockets(ServerSocketChannel broker, ServerSocketChannel controller) {
    this.broker = broker;
    this.controller = controller;
  }

  /**
   * Binds the broker's socket to the port, 0 for a free one, and the controller's to a free port.
   */
  static LoopbackSockets bind(int port) throws BrokerStartException {
    if (port < 0 || port > MAX_PORT) {
      throw new BrokerStartException(
          "expected a broker port between 0 and %d, found %d".formatted(MAX_PORT, port));
    }
    ServerSocketChannel broker = open(port);
    try {
      return new LoopbackSockets(broker, open(0));
    } catch (BrokerStartException e) {
      closeQuietly(broker);
      throw e;
    }
  }

  private static ServerSocketChannel open(int port) throws BrokerStartException {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.configureBlocking(false);
        return channel.bind(
            new InetSocketAddress(InetAddress.getByAddress(HOST_BYTES), port), BACKLOG);
      } catch (IOException e) {
        closeQuietly(channel);
        throw e;
      }
    } catch (BindException e) {
      // The JDK's message is "Address already in use" or "Permission denied".
      throw new BrokerStartException(
          "cannot listen on port %d of %s: %s".formatted(port, HOST, e.getMessage()), e);
    } catch (IOException e) {
      throw new BrokerStartException(
          "cannot open port %d of %s: %s".formatted(port, HOST, e.getMessage()), e);
    }
  }

  int brokerPort() {
    return broker.socket().getLocalPort();
  }

  int controllerPort() {
    return controller.socket().getLocalPort();
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
    return switch (listener) {
      case BrokerSettings.BROKER_LISTENER -> broker;
      case BrokerSettings.CONTROLLER_LISTENER -> controller;
      default -> throw new IllegalArgumentException("expected a known listener, found " + listener);
    };
  }

  /** Kafka closes the sockets it took; this closes those a failed start never took. */
  @Override
  public void close() {
    closeQuietly(broker);
    closeQuietly(controller);
  }

  private static void closeQuietly(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("expected a socket to close, found " + channel, e);
    }
  }
}
