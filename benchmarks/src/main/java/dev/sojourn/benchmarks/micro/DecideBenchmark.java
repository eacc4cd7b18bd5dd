package dev.sojourn.benchmarks.micro;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Knowledge;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Journey.Origin;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.StepCatalog;
import dev.sojourn.topics.registry.JourneyReader;
import dev.sojourn.topics.registry.JourneySyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmark of deciding an event that starts a journey, and of finding an event irrelevant. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@org.openjdk.jmh.annotations.State(Scope.Thread)
public class DecideBenchmark {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  /** Number of registered journeys; each has its own trigger. */
  @Param({"1", "100"})
  private int journeys;

  private final Decider decider = new Decider();
  private final PersonView newcomer = new Newcomer(PersonSummary.newcomer("user_abc123"));
  private final PersonEvent trigger = event("trigger-0");
  private Registry registry = Registry.EMPTY;

  /** Creates the registry. */
  @Setup
  public void setUp() throws JourneySyntaxException {
    Registry.Builder published = Registry.EMPTY.change();
    JourneyReader reader = new JourneyReader(new JsonFactory(), StepCatalog.standard());
    for (int i = 0; i < journeys; i++) {
      String id = "journey-" + i;
      String json =
          """
          {"id":"%s","trigger":{"event":"trigger-%d"},"steps":[
          {"id":"nap","type":"sleep","duration":"PT1H","next":"done"},{"id":"done","type":"complete"}]}
          """
              .formatted(id, i);
      published.put(
          JourneyVersion.KIND,
          new JourneyVersion(id, 1, "h", reader.read(json.getBytes(StandardCharsets.UTF_8))));
      published.put(
          Journey.KIND,
          new Journey(
              id, id, Origin.FILE, State.ACTIVE, null, 1, Map.of("h", 1), "file", true, NOW));
    }
    registry = published.build();
  }

  private static PersonEvent event(String name) {
    return new PersonEvent(
        EventIds.derive(7, "user_abc123", "uuid"),
        name,
        NOW,
        NOW,
        Map.of("plan", "pro"),
        ContactPatch.NONE,
        "a@b.c",
        0,
        false);
  }

  @Benchmark
  public Decision enter() {
    return decider.decide(
        newcomer, new Stimulus.EventReceived(trigger), Knowledge.of(registry), NOW);
  }

  @Benchmark
  public boolean concernsNobody() {
    return Decider.concerns(newcomer.summary(), "page:viewed", registry);
  }

  /** A person without any state. */
  private record Newcomer(PersonSummary summary) implements PersonView {
    @Override
    public String userId() {
      return summary.userId();
    }

    @Override
    public int userHash() {
      return 7;
    }

    @Override
    public Contact contact() {
      return Contact.UNKNOWN;
    }

    @Override
    public Optional<Instance> instance(InstanceId id) {
      return Optional.empty();
    }

    @Override
    public Engagement engagement(SendId send) {
      return Engagement.NONE;
    }

    @Override
    public EventHistory history() {
      return EventHistory.none();
    }
  }
}
