package dev.sojourn.processor.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An erased person is gone from every store, and does not come back. */
class ErasureTest {

  private static final String SALT = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});

  private static final List<String> JOURNEYS = List.of("nap", "mail", "mails", "done", "failed");

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
    engine.givenTemplate("welcome");
    engine.givenJourney(journey("nap", "'type':'sleep','duration':'PT1H'"));
    engine.givenJourney(journey("mail", "'type':'send','channel':'email','template':'welcome'"));
    engine.givenJourney(journey("mails", "'type':'send','channel':'email','template':'welcome'"));
    engine.givenJourney(journey("done", "'type':'sleep','duration':'PT1S'"));
    engine.givenJourney(journey("failed", "'type':'send','channel':'email','template':'none'"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static String journey(String id, String step) {
    return """
        {'id':'%s','entryLimit':'once','trigger':{'event':'user:created'},
         'steps':[{'id':'a',%s,'next':'z'},{'id':'z','type':'complete'}]}
        """
        .formatted(id, step);
  }

  /** A person with a row in every family; one send is still out. */
  private SendAction livesFully(String userId) {
    arrive(userId);
    List<SendAction> out = engine.actions();
    out.stream().filter(send -> send.journeyId().equals("mails")).forEach(this::mailed);
    engine.after(Duration.ofSeconds(2));
    arrive(userId);
    engine.command(
        prefers(userId),
        new Command.ChangePreferences(userId, new PreferencesPatch(null, null, true, null, null)));
    engine.command(new Command.ChangeContact(userId, Map.of("plan", "pro"), List.of()));
    engine.raw("{".getBytes(StandardCharsets.UTF_8), userId);
    return out.stream().filter(send -> send.journeyId().equals("mail")).findFirst().orElseThrow();
  }

  /** A caller's id of a command; the row that recognises it is kept. */
  private static String prefers(String userId) {
    return "prefers-" + Partitions.hash(userId);
  }

  private void arrive(String userId) {
    engine.raw(
        engine.now(),
        "{'event':'user:created','distinct_id':'%s','email':'a@b.c','properties':{}}"
            .formatted(userId));
  }

  private void mailed(SendAction send) {
    SendOutcome outcome =
        new SendOutcome(
            send.sendId(),
            send.attempt(),
            send.userId(),
            OutcomeCame.Result.sent,
            null,
            null,
            new SendOutcome.Message(
                "a@b.c", "email", "welcome", "Hi", "body", send.journeyId(), engine.now()));
    engine.rawOutcome(outcome.bytes());
  }

  private Result erase(String userId) {
    return engine.command(new Command.EraseContact(userId, SALT));
  }

  private long tracesOf(String userId) {
    long states = JOURNEYS.stream().mapToLong(id -> engine.states(userId, id).size()).sum();
    long refusals = JOURNEYS.stream().mapToLong(id -> engine.refusals(userId, id).size()).sum();
    boolean known = engine.ask(new Query.ContactOf(userId)).known();
    return states
        + refusals
        + engine.ask(new Query.TimelineOf(userId, null, null, 100)).total()
        + engine.ask(new Query.EventsOfPerson(userId, null, null, null, 100)).total()
        + engine.ask(new Query.Outbox(userId, null, 100)).total()
        + (known ? 1 : 0);
  }

  private void thenNumbersAreThoseOfTheInstances() {
    engine
        .counts()
        .forEach(
            (journey, counts) -> {
              QueryResult.States all = engine.ask(new Query.States(journey, null, null, 100));
              assertThat(counts.enrolled()).as(journey).isEqualTo(all.states().size());
            });
  }

  @Test
  void shouldLeaveNothingOfAPersonAndEverythingOfOthers() {
    // given
    livesFully("bob");
    long rowsOfBob = engine.rows(StoreNames.STATE);
    long tracesOfBob = tracesOf("bob");
    long timersOfBob = engine.rows(StoreNames.TIMERS);
    long letters = engine.ask(new Query.DeadLetters(null, null, null, 100)).total();
    Map<String, QueryResult.JourneyCounts> counts = engine.counts();
    livesFully("ada");
    InstanceId nap = InstanceId.parse(engine.onlyState("ada", "nap").id()).orElseThrow();
    assertThat(tracesOf("ada")).isEqualTo(tracesOfBob);
    engine.journal();

    // when
    Result answer = erase("ada");

    // then
    assertThat(answer.answer(Answer.PersonErased.class)).isEqualTo(new Answer.PersonErased(2));
    assertThat(tracesOf("ada")).isZero();
    assertThat(tracesOf("bob")).isEqualTo(tracesOfBob);
    assertThat(engine.ask(new Query.State(nap)).state()).isNull();
    assertThat(engine.ask(new Query.PreferencesOf("ada")).suppressed()).isFalse();
    assertThat(engine.ask(new Query.DeadLetters(null, null, null, 100)).total()).isEqualTo(letters);
    assertThat(engine.counts()).isEqualTo(counts);
    thenNumbersAreThoseOfTheInstances();
    assertThat(engine.rows(StoreNames.TIMERS)).isEqualTo(timersOfBob);
    // What remains of ada: the tombstone, three command ids, two of them with blanked results, and
    // three pseudonymised audit rows.
    assertThat(engine.rows(StoreNames.STATE)).isEqualTo(rowsOfBob + 1 + 3 + 3);
    assertThat(engine.audit())
        .extracting(QueryResult.AuditView::toString)
        .noneMatch(row -> row.contains("ada"))
        .filteredOn(row -> row.contains("erased-"))
        .hasSize(3);
    assertThat(engine.journal()).isEmpty();
    engine.after(Duration.ofHours(2));
    assertThat(tracesOf("ada")).isZero();
  }

  /** What is stored, or was logged, that contains one of these texts. */
  private List<String> naming(List<byte[]> stored, String... texts) {
    return stored.stream()
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .filter(bytes -> Stream.of(texts).anyMatch(bytes::contains))
        .toList();
  }

  @Test
  void shouldLeaveNoByteThatNamesAPersonInAnyStoreOrInWhatIsLoggedOfIt() {
    // given
    List<String> stores =
        List.of(StoreNames.STATE, StoreNames.TIMERS, StoreNames.COUNTERS, StoreNames.HISTORY);
    livesFully("ada-lovelace");
    engine.command(
        new Command.ChangeContact(
            "ada-lovelace", Map.of("email", "countess@analytical.example"), List.of()));
    assertThat(naming(engine.storedBytes(), "lovelace", "countess")).isNotEmpty();
    stores.forEach(engine::changelogValues);

    // when
    erase("ada-lovelace");

    // then
    assertThat(naming(engine.storedBytes(), "lovelace", "countess")).isEmpty();
    stores.forEach(
        store ->
            assertThat(naming(engine.changelogValues(store), "lovelace", "countess"))
                .as(store)
                .isEmpty());
  }

  @Test
  void shouldRefuseWhatComesLater() {
    // given
    SendAction out = livesFully("ada");
    erase("ada");
    engine.deadLetters();
    engine.results();

    // when
    RecordHeaders asking = new RecordHeaders();
    asking.add(Headers.REPLY_TO, Headers.bytes(0));
    asking.add(Headers.CORRELATION, Headers.bytes("q"));
    engine.raw(
        "{\"event\":\"user:created\",\"distinct_id\":\"ada\"}".getBytes(StandardCharsets.UTF_8),
        asking);
    Result receipt = Result.read(engine.results().get(0).value());
    mailed(out);
    engine.raw("{".getBytes(StandardCharsets.UTF_8), "ada");
    Result contact = engine.command(new Command.ChangeContact("ada", Map.of("a", 1), List.of()));
    Result preferences =
        engine.command(
            new Command.ChangePreferences(
                "ada", new PreferencesPatch(null, true, null, null, null)));
    Result cancel =
        engine.command(new Command.CancelInstance("ada", out.sendId().instance(), "admin"));

    // then
    assertThat(List.of(receipt, contact, preferences))
        .extracting(Result::rejection)
        .containsOnly(Rejection.of(ErasureRejection.PERSON_ERASED));
    assertThat(cancel.rejection()).isEqualTo(Rejection.of(DecisionRejection.INSTANCE_NOT_FOUND));
    assertThat(tracesOf("ada")).isZero();
    assertThat(engine.ask(new Query.DeadLetters(null, null, null, 100)).total()).isZero();
    assertThat(erase("ada").rejection())
        .isEqualTo(Rejection.of(ErasureRejection.CONTACT_NOT_FOUND));
  }

  @Test
  void shouldStillRecogniseCommandsThatCameBefore() {
    // given
    livesFully("ada");
    Result first = engine.command("erase", new Command.EraseContact("ada", SALT));

    // when
    Result repeat = engine.command("erase", new Command.EraseContact("ada", "b3RoZXI="));
    Result other = engine.command("erase", new Command.EraseContact("bob", SALT));
    Result preferences =
        engine.command(
            prefers("ada"),
            new Command.ChangePreferences(
                "ada", new PreferencesPatch(null, null, true, null, null)));

    // then
    assertThat(repeat).isEqualTo(first);
    assertThat(other.rejection()).isEqualTo(Rejection.of(CommandRejection.COMMAND_ID_REUSED));
    assertThat(preferences.rejection()).isEqualTo(Rejection.of(ErasureRejection.PERSON_ERASED));
    assertThat(preferences.body()).isEmpty();
  }

  @Test
  void shouldNotFindSomebodyNobodyHasSeen() {
    assertThat(erase("nobody").rejection())
        .isEqualTo(Rejection.of(ErasureRejection.CONTACT_NOT_FOUND));
    arrive("nobody");
    assertThat(engine.states("nobody", "nap")).hasSize(1);
  }

  @Test
  void shouldEraseSomebodyOfWhomThereIsButAnEvent() {
    // given
    engine.when("ada", "page:viewed");

    // when
    Result answer = erase("ada");

    // then
    assertThat(answer.answer(Answer.PersonErased.class).stopped()).isZero();
    assertThat(tracesOf("ada")).isZero();
  }

  @Test
  void shouldLeaveAnotherOfTheSameHashAlone() {
    // given
    String[] twins = ofOneHash();
    assertThat(Partitions.hash(twins[0])).isEqualTo(Partitions.hash(twins[1]));
    livesFully(twins[0]);
    livesFully(twins[1]);
    long traces = tracesOf(twins[1]);

    // when
    erase(twins[0]);

    // then
    assertThat(tracesOf(twins[0])).isZero();
    assertThat(tracesOf(twins[1])).isEqualTo(traces);
    engine.after(Duration.ofHours(1));
    assertThat(engine.onlyState(twins[1], "nap").status()).isEqualTo("completed");
    engine.when(twins[1], "page:viewed");
    assertThat(tracesOf(twins[1])).isGreaterThan(traces);
    thenNumbersAreThoseOfTheInstances();
  }

  /**
   * Among a hundred thousand random ids two share a hash: the birthday paradox. Sequential ids
   * would differ too little to collide.
   */
  private static String[] ofOneHash() {
    Map<Integer, String> seen = new HashMap<>();
    for (long i = 1; ; i++) {
      String user = Long.toString(i * 0x9E37_79B9_7F4A_7C15L, 36);
      String twin = seen.put(Partitions.hash(user), user);
      if (twin != null) {
        return new String[] {twin, user};
      }
    }
  }

  @Test
  void shouldEraseWhatIsToldOfSomebodyWhoseEventsAreForgotten() {
    // given
    engine.raw("{".getBytes(StandardCharsets.UTF_8), "ada");
    assertThat(engine.ask(new Query.DeadLetters(null, null, null, 9)).total()).isEqualTo(1);

    // when
    Result answer = erase("ada");

    // then
    assertThat(answer.rejection()).isNull();
    assertThat(engine.ask(new Query.DeadLetters(null, null, null, 9)).total()).isZero();
    assertThat(engine.ask(new Query.ContactOf("ada")).erased()).isTrue();
    assertThat(engine.ask(new Query.ContactOf("bob")).erased()).isFalse();
    assertThat(erase("ada").rejection())
        .isEqualTo(Rejection.of(ErasureRejection.CONTACT_NOT_FOUND));
  }

  @Test
  void shouldTakeBackWhatWasCountedOfThem() {
    // given
    engine.givenJourney(
        """
        {'id':'shop','entryLimit':'unlimited','trigger':{'event':'go'},
         'goal':{'event':'paid','window':'P7D'},
         'steps':[{'id':'a','type':'send','channel':'email','template':'welcome','next':'z'},
                  {'id':'z','type':'complete'}]}
        """);
    engine.givenJourney(
        """
        {'id':'control','trigger':{'event':'go'},'holdout':{'percent':100},
         'steps':[{'id':'z','type':'complete'}]}
        """);
    for (String person : List.of("ada", "bob")) {
      engine.when(person, "go", "{'$set':{'email':'a@b.c'}}");
      SendAction mail = engine.delivered().get(0);
      String send = "{'sendId':'%s'}".formatted(mail.sendId());
      engine.when(person, "email.opened", send);
      engine.when(person, "email.clicked", send);
      engine.when(person, "paid");
    }
    List<String> names =
        List.of(
            CounterKey.EMAIL_SENT,
            CounterKey.EMAIL_OPENED,
            CounterKey.EMAIL_CLICKED,
            CounterKey.GOAL);
    assertThat(names).allSatisfy(name -> assertThat(engine.total("shop", name)).isEqualTo(2));
    assertThat(engine.total("control", CounterKey.HELD_OUT)).isEqualTo(2);

    // when
    erase("ada");

    // then
    assertThat(names).allSatisfy(name -> assertThat(engine.total("shop", name)).isEqualTo(1));
    assertThat(engine.total("control", CounterKey.HELD_OUT)).isEqualTo(1);
  }

  @Test
  void shouldSayThatNobodyWhoWasErasedWouldEnter() {
    // given
    livesFully("ada");
    erase("ada");

    // when
    QueryResult.Explained explained =
        engine.ask(new Query.Explain("nap", "ada", "user:created", Map.of(), engine.now()));

    // then
    assertThat(explained.reason()).isEqualTo("erased");
    assertThat(explained.state()).isNull();
  }
}
