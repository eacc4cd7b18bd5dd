package dev.sojourn.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SmtpProviderTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final EmailAddress FROM = new EmailAddress("Sojourn <hello@example.org>");
  private static final SendAction ACTION = Examples.action(1, Examples.template("s", "b"));
  private static final RenderedMessage MESSAGE =
      new RenderedMessage(
          "Grüße, Ann",
          "<p>Schöne Grüße 🎉</p>",
          "Schöne Grüße 🎉",
          null,
          "https://example.org/unsubscribe/token");

  private final GreenMail mails =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    mails.start();
  }

  @AfterEach
  void stop() {
    mails.stop();
  }

  private static SmtpAddress address(int port, String login, String query) {
    return SmtpAddress.parse("smtp://%s127.0.0.1:%d%s".formatted(login, port, query));
  }

  private static SmtpProvider provider(int port) {
    return new SmtpProvider(address(port, "", ""), FROM, () -> NOW);
  }

  private static DeliveryResult deliver(int port) {
    try (SmtpProvider provider = provider(port)) {
      return provider.deliver(ACTION, MESSAGE);
    }
  }

  private MimeMessage only() {
    assertThat(mails.getReceivedMessages()).hasSize(1);
    return mails.getReceivedMessages()[0];
  }

  private static List<String> headers(MimeMessage mail, String name) throws Exception {
    String @Nullable [] found = mail.getHeader(name);
    return found == null ? List.of() : List.of(found);
  }

  @Test
  void shouldArriveWithSubjectBothBodiesAndHeaders() throws Exception {
    // when
    DeliveryResult delivered = deliver(mails.getSmtp().getPort());

    // then
    assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
    MimeMessage mail = only();
    assertThat(mail.getSubject()).isEqualTo("Grüße, Ann");
    assertThat(mail.getFrom()).containsExactly(new InternetAddress("Sojourn <hello@example.org>"));
    assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("ann@example.com"));
    assertThat(mail.getSentDate()).isEqualTo(Date.from(NOW));
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Schöne Grüße 🎉");
    assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
    assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Schöne Grüße 🎉</p>");
    assertThat(headers(mail, "X-Sojourn-Send")).containsExactly(ACTION.sendId().toString());
    assertThat(headers(mail, "List-Unsubscribe"))
        .containsExactly("<https://example.org/unsubscribe/token>");
    assertThat(headers(mail, "List-Unsubscribe-Post"))
        .containsExactly("List-Unsubscribe=One-Click");
    assertThat(mail.getMessageID()).matches("<[0-9a-f]{32}@example\\.org>");
  }

  @Test
  void shouldArriveAsOneTextWhenThereIsNoHtmlNorAWayOut() throws Exception {
    // given
    RenderedMessage text = new RenderedMessage("s", null, "only text", "Ann <a@b.example>", null);

    // when
    try (SmtpProvider provider = provider(mails.getSmtp().getPort())) {
      provider.deliver(ACTION, text);
    }

    // then
    MimeMessage mail = only();
    assertThat(mail.getContentType()).startsWith("text/plain");
    assertThat(mail.getContent().toString().strip()).isEqualTo("only text");
    assertThat(mail.getFrom()).containsExactly(new InternetAddress("Ann <a@b.example>"));
    assertThat(headers(mail, "List-Unsubscribe")).isEmpty();
  }

  @Test
  void shouldHaveOneMessageIdOnEachAttemptAndAnotherOnEachSend() throws Exception {
    // given
    SendAction other = Examples.action(2, Examples.template("s", "b"));

    // when
    try (SmtpProvider provider = provider(mails.getSmtp().getPort())) {
      provider.deliver(ACTION, MESSAGE);
      provider.deliver(ACTION, MESSAGE);
      provider.deliver(other, MESSAGE);
    }

    // then
    List<String> ids = new ArrayList<>();
    for (MimeMessage mail : mails.getReceivedMessages()) {
      ids.add(mail.getMessageID());
    }
    assertThat(ids).hasSize(3);
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Jörg Müller <j@example.org> | Jörg Müller | j@example.org",
        "j@exämple.org               |             | j@xn--exmple-cua.org",
        "\"Last, First\" <j@x.org>   | Last, First | j@x.org",
      })
  void shouldEncodeNamesAndDomains(String from, @Nullable String name, String address)
      throws Exception {
    // given
    RenderedMessage message = new RenderedMessage("s", null, "t", from, null);

    // when
    try (SmtpProvider provider = provider(mails.getSmtp().getPort())) {
      provider.deliver(ACTION, message);
    }

    // then
    InternetAddress sender = (InternetAddress) only().getFrom()[0];
    assertThat(sender.getAddress()).isEqualTo(address);
    assertThat(sender.getPersonal()).isEqualTo(name);
    assertThat(only().getHeader("From", null)).matches("\\p{ASCII}*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nobody", "", "a@b.org, c@d.org", "ünal@x.org", "a@b.org\r\nBcc: c@d.org"})
  void shouldGiveUpWhenASenderIsNoAddress(String from) {
    // given
    RenderedMessage message = new RenderedMessage("s", null, "t", from, null);

    // then
    try (SmtpProvider provider = provider(mails.getSmtp().getPort())) {
      assertThat(provider.deliver(ACTION, message))
          .isInstanceOf(DeliveryResult.PermanentFailure.class);
    }
    assertThat(mails.getReceivedMessages()).isEmpty();
  }

  @Test
  void shouldLogIn() {
    // given
    mails.setUser("ann@example.com", "ann", "p@ss:word");
    mails.getUserManager().setAuthRequired(true);
    SmtpAddress login = address(mails.getSmtp().getPort(), "ann:p%40ss%3Aword@", "");

    // when
    DeliveryResult delivered;
    try (SmtpProvider provider = new SmtpProvider(login, FROM, () -> NOW)) {
      delivered = provider.deliver(ACTION, MESSAGE);
    }

    // then
    assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
    assertThat(mails.getReceivedMessages()).hasSize(1);
  }

  @Test
  void shouldLoseNothingWhenTheLoginIsRefused() {
    // given
    mails.setUser("ann@example.com", "ann", "right");
    mails.getUserManager().setAuthRequired(true);
    SmtpAddress login = address(mails.getSmtp().getPort(), "ann:wrong@", "");

    // then
    try (SmtpProvider provider = new SmtpProvider(login, FROM, () -> NOW)) {
      assertThat(provider.deliver(ACTION, MESSAGE))
          .isInstanceOfSatisfying(
              DeliveryResult.Unavailable.class,
              refused ->
                  assertThat(refused.error())
                      .startsWith("SMTP login refused: ")
                      .contains("535")
                      .doesNotContain("wrong"));
    }
  }

  @Test
  void shouldBeUnavailableWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(deliver(port))
        .isInstanceOfSatisfying(
            DeliveryResult.Unavailable.class,
            away ->
                assertThat(away.error())
                    .startsWith("SMTP server could not be reached: ConnectException: "));
  }

  @Test
  void shouldBeUnavailableWhenThereIsNoSuchHost() {
    SmtpAddress nowhere = SmtpAddress.parse("smtp://mail.invalid");

    try (SmtpProvider provider = new SmtpProvider(nowhere, FROM, () -> NOW)) {
      assertThat(provider.deliver(ACTION, MESSAGE)).isInstanceOf(DeliveryResult.Unavailable.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL | 550 5.7.1 not from you",
        "RCPT | 550 5.1.1 no such user",
        "RCPT | 553 5.1.3 no such address",
        "DATA | 554 5.7.1 spam",
        ".    | 552 5.3.4 too big",
      })
  void shouldGiveUpWithTheServersTextWhenItWillNotTakeIt(String command, String answer) {
    try (SmtpPeer peer = SmtpPeer.saying(command, answer)) {
      assertThat(deliver(peer.port()))
          .isEqualTo(new DeliveryResult.PermanentFailure("SMTP error: " + answer));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL | 451 4.7.1 greylisted",
        "RCPT | 450 4.2.0 greylisted",
        "RCPT | 452 4.5.3 too many",
        "DATA | 451 4.3.0 later",
        ".    | 452 4.2.2 full",
        "MAIL | 421 4.7.0 too much",
      })
  void shouldTryAgainWhenTheServerMayTakeItLater(String command, String answer) {
    try (SmtpPeer peer = SmtpPeer.saying(command, answer)) {
      assertThat(deliver(peer.port()))
          .isEqualTo(new DeliveryResult.TransientFailure("SMTP error: " + answer, null));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-    | 421 4.3.2 closing",
        "-    | 554 5.7.1 blocked",
        "EHLO | 421 4.3.2 closing",
        "-    | hang up",
      })
  void shouldBeUnavailableWhenTheServerDoesNotWantToTalk(@Nullable String at, String answer) {
    try (SmtpPeer peer =
        new SmtpPeer(null, heard -> wanted(heard, at == null ? "" : at) ? answer : "")) {
      assertThat(deliver(peer.port())).isInstanceOf(DeliveryResult.Unavailable.class);
    }
  }

  private static boolean wanted(String heard, String at) {
    return at.isEmpty() ? heard.isEmpty() : heard.startsWith(at) || heard.startsWith("HELO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
  void shouldTryAgainWhenTheServerHangsUp(String command) {
    try (SmtpPeer peer = SmtpPeer.saying(command, SmtpPeer.HANG_UP)) {
      assertThat(deliver(peer.port())).isInstanceOf(DeliveryResult.TransientFailure.class);
    }
  }

  @Test
  void shouldTryAgainWhenTheServerDoesNotAnswerInTime() {
    try (SmtpPeer peer = SmtpPeer.saying(".", SmtpPeer.SILENCE);
        SmtpProvider impatient =
            new SmtpProvider(
                address(peer.port(), "", ""), FROM, () -> NOW, null, Duration.ofMillis(200))) {
      assertThat(impatient.deliver(ACTION, MESSAGE))
          .isInstanceOf(DeliveryResult.TransientFailure.class);
      assertThat(impatient.deadline()).isGreaterThan(Duration.ofMillis(200));
    }
  }

  @Test
  void shouldUseAConnectionAgain() {
    try (SmtpPeer peer = new SmtpPeer(null, heard -> "");
        SmtpProvider provider = provider(peer.port())) {
      // when
      for (int i = 0; i < 5; i++) {
        assertThat(provider.deliver(ACTION, MESSAGE)).isEqualTo(new DeliveryResult.Sent());
      }

      // then
      assertThat(peer.connections()).isEqualTo(1);
      assertThat(peer.heard()).filteredOn("."::equals).hasSize(5);
    }
  }

  @Test
  void shouldTakeAnotherConnectionWhenTheServerHasHadEnoughOfTheFirst() {
    // given: a server that takes one mail a connection
    AtomicInteger mailsBegun = new AtomicInteger();
    try (SmtpPeer peer =
            new SmtpPeer(
                null,
                heard ->
                    heard.startsWith("MAIL") && mailsBegun.incrementAndGet() == 2
                        ? "421 4.7.0 one is enough"
                        : "");
        SmtpProvider provider = provider(peer.port())) {

      // when
      provider.deliver(ACTION, MESSAGE);
      DeliveryResult second = provider.deliver(ACTION, MESSAGE);

      // then
      assertThat(second).isEqualTo(new DeliveryResult.Sent());
      assertThat(peer.connections()).isEqualTo(2);
      assertThat(peer.heard()).filteredOn("."::equals).hasSize(2);
    }
  }

  @Test
  void shouldGoOnWhenTheServerWasStartedAgain() {
    // given
    int port = mails.getSmtp().getPort();
    try (SmtpProvider provider = provider(port)) {
      provider.deliver(ACTION, MESSAGE);
      mails.stop();
      assertThat(provider.deliver(ACTION, MESSAGE)).isInstanceOf(DeliveryResult.Unavailable.class);
      GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
      again.start();

      // when
      try {
        assertThat(provider.deliver(ACTION, MESSAGE)).isEqualTo(new DeliveryResult.Sent());

        // then
        assertThat(again.getReceivedMessages()).hasSize(1);
      } finally {
        again.stop();
      }
    }
  }

  @Test
  void shouldSendEachOnceWhenManyThreadsSend() throws Exception {
    // given
    int count = 400;
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<DeliveryResult>> delivered = new ArrayList<>();

    // when
    try (SmtpProvider provider = provider(mails.getSmtp().getPort())) {
      for (int i = 0; i < count; i++) {
        SendAction action = Examples.action(i, Examples.template("s", "b"));
        delivered.add(threads.submit(() -> provider.deliver(action, MESSAGE)));
      }
      for (Future<DeliveryResult> one : delivered) {
        assertThat(one.get()).isEqualTo(new DeliveryResult.Sent());
      }
    } finally {
      threads.shutdownNow();
    }

    // then
    assertThat(mails.getReceivedMessages()).hasSize(count);
    assertThat(
            Arrays.stream(mails.getReceivedMessages())
                .map(SmtpProviderTest::idOf)
                .distinct()
                .count())
        .isEqualTo(count);
  }

  private static String idOf(MimeMessage mail) {
    try {
      return mail.getMessageID();
    } catch (jakarta.mail.MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static final String SECURED = "smtp://ann:secret@%s:%d?starttls=required";

  private static DeliveryResult deliver(String url, @Nullable SSLSocketFactory tls) {
    try (SmtpProvider provider =
        new SmtpProvider(SmtpAddress.parse(url), FROM, () -> NOW, tls, Duration.ofSeconds(10))) {
      return provider.deliver(ACTION, MESSAGE);
    }
  }

  @Test
  void shouldSecureTheConnectionBeforeItLogsIn(@TempDir Path dir) throws Exception {
    // given
    Certificate certificate = new Certificate(dir);
    try (SmtpPeer peer = new SmtpPeer(certificate.server(), heard -> "")) {

      // when
      DeliveryResult delivered =
          deliver(
              SECURED.formatted("localhost", peer.port()), certificate.client().getSocketFactory());

      // then
      assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
      assertThat(peer.heard().stream().map(line -> line.split(" ", 2)[0]))
          .startsWith("EHLO", "STARTTLS", "EHLO", "AUTH");
    }
  }

  @Test
  void shouldSecureAConnectionThatNeedNotBeWithAnyCertificate(@TempDir Path dir) throws Exception {
    // given: as a mail server on this machine has it, signed by itself
    try (SmtpPeer peer = new SmtpPeer(new Certificate(dir).server(), heard -> "")) {

      // when
      DeliveryResult delivered = deliver("smtp://localhost:" + peer.port(), null);

      // then
      assertThat(delivered).isEqualTo(new DeliveryResult.Sent());
      assertThat(peer.heard().stream().map(line -> line.split(" ", 2)[0]))
          .startsWith("EHLO", "STARTTLS", "EHLO", "MAIL");
    }
  }

  @Test
  void shouldNotLogInWhenTheConnectionCannotBeSecured() {
    try (SmtpPeer peer = new SmtpPeer(null, heard -> "")) {
      // when
      DeliveryResult delivered = deliver(SECURED.formatted("localhost", peer.port()), null);

      // then
      assertThat(delivered).isInstanceOf(DeliveryResult.Unavailable.class);
      assertThat(peer.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, false", "127.0.0.1, true"})
  void shouldNotLogInWhenNobodyVouchesForTheServerOrForItsName(
      String host, boolean known, @TempDir Path dir) throws Exception {
    // given
    Certificate certificate = new Certificate(dir);
    try (SmtpPeer peer = new SmtpPeer(certificate.server(), heard -> "")) {

      // when
      DeliveryResult delivered =
          deliver(
              SECURED.formatted(host, peer.port()),
              known ? certificate.client().getSocketFactory() : null);

      // then
      assertThat(delivered).isInstanceOf(DeliveryResult.Unavailable.class);
      assertThat(peer.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }
}
