package dev.sojourn.delivery.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that says what a test wants it to say, on a port of its own. */
final class SmtpPeer implements AutoCloseable {

  /** Instead of an answer: the connection is closed. */
  static final String HANG_UP = "hang up";

  /** Instead of an answer: nothing, for as long as the caller waits. */
  static final String SILENCE = "silence";

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Function<String, String> answers;
  private final @Nullable SSLContext tls;

  /**
   * Starts it.
   *
   * @param tls what STARTTLS is done with, null when it is not offered
   * @param answers what to say to a command, "" for what is usual; the banner's command is "", the
   *     end of a mail's is "."
   */
  SmtpPeer(@Nullable SSLContext tls, Function<String, String> answers) {
    this.tls = tls;
    this.answers = answers;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** One that says this to one command, and what is usual to all others. */
  static SmtpPeer saying(String command, String answer) {
    return new SmtpPeer(null, heard -> heard.startsWith(command) ? answer : "");
  }

  int port() {
    return server.getLocalPort();
  }

  /** The commands of all connections. */
  List<String> heard() {
    return heard;
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try (plain) {
      Socket socket = plain;
      BufferedReader in = reader(socket);
      boolean goesOn = answer(socket, "", "220 here");
      while (goesOn) {
        String line = in.readLine();
        if (line == null) {
          return;
        }
        heard.add(line);
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        goesOn = answer(socket, line, usual(verb, socket instanceof SSLSocket));
        if (verb.equals("STARTTLS") && tls != null) {
          socket = secured(socket, tls);
          in = reader(socket);
        } else if (verb.equals("DATA") && goesOn && answers.apply(line).isEmpty()) {
          String data = in.readLine();
          while (data != null && !data.equals(".")) {
            data = in.readLine();
          }
          heard.add(".");
          goesOn = answer(socket, ".", "250 taken");
        }
      }
    } catch (IOException e) {
      // The caller is gone, which some tests are about.
    }
  }

  private String usual(String verb, boolean secured) {
    return switch (verb) {
      case "EHLO" ->
          tls != null && !secured ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN";
      case "STARTTLS" -> "220 go";
      case "AUTH" -> "235 welcome";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      default -> "250 fine";
    };
  }

  private boolean answer(Socket socket, String command, String usual) throws IOException {
    String wanted = answers.apply(command);
    if (wanted.equals(HANG_UP)) {
      return false;
    }
    if (!wanted.equals(SILENCE)) {
      OutputStream out = socket.getOutputStream();
      String answer = wanted.isEmpty() ? usual : wanted;
      out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return true;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static Socket secured(Socket socket, SSLContext tls) throws IOException {
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
    secured.setUseClientMode(false);
    return secured;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
