package dev.sojourn.processor.engine;

import static dev.sojourn.processor.engine.DrivenTask.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.job.CancelJob;
import dev.sojourn.topics.topic.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was decided once is decided alike again, from the journal and the records it names. */
class JournalReplayTest {

  private static final int ACTIONS = 20_000;
  private static final int PERSONS = 60;

  private final EngineHarness engine = new EngineHarness();
  private final Random random = new Random(42);
  private final List<JsonNode> journal = new ArrayList<>();
  private final List<SendAction> out = new ArrayList<>();
  private final List<SendAction> sent = new ArrayList<>();
  private int numbers;

  @AfterEach
  void stop() {
    engine.close();
  }

  private static String definition(String id, String timeout, String onFailure) {
    return """
      {'id':'%s','trigger':{'event':'go'},'entryLimit':'unlimited','exitOn':[{'event':'leave'}],
       'maxDuration':'PT3H','goal':{'event':'paid','window':{'days':1}},'holdout':{'percent':20},
       'steps':[{'id':'mail','type':'send','channel':'email','template':'hello','onFailure':'%s','next':'wait'},
                {'id':'wait','type':'wait_for_event','event':'paid','timeout':'%s','next':'often',
                 'timeoutNext':'again'},
                {'id':'often','type':'branch','paths':[{'when':[{'type':'event','eventName':'paid',
                  'check':'count','operator':'gte','value':3,'within':{'days':1}}],'next':'done'}],'otherwise':'again'},
                {'id':'again','type':'send','channel':'email','template':'hello','next':'done'},
                {'id':'done','type':'complete'}]}
      """
        .formatted(id, onFailure, timeout);
  }

  @Test
  void shouldDecideARecordedJournalAgainAlike() throws Exception {
    // given
    live(ACTIONS);

    // when
    JournalReplay replay = replay();
    for (JsonNode record : journal) {
      replay.take(record);
    }
    replay.takeTheRest();

    // then
    assertThat(replay.decided()).isGreaterThan(ACTIONS / 2);
    assertThat(journal)
        .extracting(record -> record.get("source").asText())
        .contains("events", "control", "outcomes", "timer", "release", "job", "registry");
  }

  @Test
  void shouldFindAJournalRecordThatWasFalsified() throws Exception {
    // given
    live(300);
    JsonNode moved =
        journal.stream().filter(record -> record.has("moves")).skip(20).findFirst().orElseThrow();
    ((ObjectNode) moved.get("moves").get(0)).put("to", "elsewhere");

    // then
    JournalReplay replay = replay();
    assertThatThrownBy(
            () -> {
              for (JsonNode record : journal) {
                replay.take(record);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("elsewhere");
  }

  private JournalReplay replay() {
    return new JournalReplay(
        engine.appended(TOPICS.events()),
        engine.appended(TOPICS.control()),
        engine.appended(TOPICS.outcomes()));
  }

  private void live(int actions) {
    engine.givenTemplate("hello");
    engine.givenJourney(definition("first", "PT1H", "fail"));
    engine.givenJourney(definition("second", "PT20M", "continue"));
    for (int i = 0; i < actions; i++) {
      act("person-" + random.nextInt(PERSONS), random.nextInt(130));
      out.addAll(engine.actions());
      journal.addAll(engine.journal());
    }
  }

  private void act(String user, int what) {
    if (what < 55) {
      String event =
          List.of("go", "paid", "leave", "seen").get(what % 11 > 5 ? what % 4 : what % 2);
      happens(user, event, numbers++);
    } else if (what < 60) {
      happens(user, "go", Math.max(0, numbers - 1));
    } else if (what < 90) {
      told(List.of(OutcomeCame.Result.values()).get(what % 3 == 0 ? what % 2 : 0));
    } else if (what < 98) {
      engine.after(Duration.ofMinutes(random.nextInt(40)));
    } else if (what < 102) {
      touched(what % 2 == 0 ? "email.opened" : "email.bounced");
    } else if (what < 106) {
      change(user, what);
    } else {
      operate(user, what);
    }
  }

  private void operate(String user, int what) {
    String journey = what % 2 == 0 ? "first" : "second";
    if (what < 110) {
      engine.command(new Command.ToggleJourney(journey, random.nextInt(3) > 0));
    } else if (what < 114) {
      engine.states(user, journey).stream()
          .findFirst()
          .flatMap(state -> InstanceId.parse(state.id()))
          .ifPresent(id -> engine.command(new Command.CancelInstance(user, id, "somebody")));
    } else if (what < 115) {
      int most = random.nextInt(4) + 1;
      CancelJob job =
          new CancelJob(
              "job-" + numbers++, journey, null, null, null, most, Map.of(0, most), "somebody");
      engine.command(new Command.CancelStates(job));
      engine.after(Duration.ZERO);
    } else if (what < 119) {
      replayed(user);
    } else if (what < 124) {
      String held = what % 2 == 0 ? journey : Hold.ALL;
      engine.command(new Command.HoldSends(held, random.nextInt(3) == 0, 100));
    } else if (what < 128) {
      revive();
    } else {
      engine.givenJourney(definition("first", what % 2 == 0 ? "PT2H" : "PT1H", "fail"));
    }
  }

  private void happens(String user, String event, int uuid) {
    engine.raw(
        engine.now(),
        "{'uuid':'%d','event':'%s','distinct_id':'%s','email':'a@b.c','properties':{}}"
            .formatted(uuid, event, user));
  }

  private void told(OutcomeCame.Result result) {
    if (!out.isEmpty()) {
      SendAction send = out.remove(random.nextInt(out.size()));
      engine.outcome(send, result, "no");
      if (result == OutcomeCame.Result.sent) {
        sent.add(send);
      }
    }
  }

  private void touched(String event) {
    if (!sent.isEmpty()) {
      SendAction send = sent.get(random.nextInt(sent.size()));
      engine.when(send.userId(), event, "{'sendId':'%s'}".formatted(send.sendId()));
    }
  }

  private void change(String user, int what) {
    if (what % 2 == 0) {
      engine.command(
          new Command.ChangeContact(user, Map.of("plan", "p" + random.nextInt(3)), List.of()));
    } else {
      PreferencesPatch patch =
          new PreferencesPatch(null, random.nextInt(4) == 0, false, null, null);
      engine.command(new Command.ChangePreferences(user, patch));
    }
  }

  private void replayed(String user) {
    int uuid = Math.max(0, numbers - 1);
    engine.command(
        new Command.ReplayEvent(
            user,
            EventIds.derive(Partitions.hash(user), user, Integer.toString(uuid)),
            engine.now(),
            "replay-" + numbers++,
            "{\"uuid\":\"%d\",\"event\":\"go\",\"distinct_id\":\"%s\",\"properties\":{}}"
                .formatted(uuid, user)));
  }

  private void revive() {
    List<DeadLetterView> pending =
        engine.ask(new Query.DeadLetters("journey", "pending", null, 100)).entries();
    if (!pending.isEmpty()) {
      long offset = pending.get(random.nextInt(pending.size())).offset();
      engine.command(new Command.RetryDeadLetter(0, offset, "somebody", null));
    }
  }
}
