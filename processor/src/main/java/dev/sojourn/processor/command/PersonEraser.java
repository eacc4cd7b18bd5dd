package dev.sojourn.processor.command;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.processor.audit.AuditStore;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.counter.TemplateCounters;
import dev.sojourn.processor.deadletter.DeadLetterStore;
import dev.sojourn.processor.engagement.EngagementStore;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.history.HistoryStore;
import dev.sojourn.processor.instance.HeldStore;
import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.outbox.OutboxStore;
import dev.sojourn.processor.person.DecisionApplier;
import dev.sojourn.processor.person.PersonStore;
import dev.sojourn.processor.refusal.RefusalStore;
import dev.sojourn.processor.timer.TimerKey;
import dev.sojourn.processor.timer.TimerStore;
import java.util.List;
import java.util.Optional;

/**
 * Erases a person for good. All rows that name or describe the person are deleted at once, so that
 * no read, timer or later event finds anything; what stays is a keyed hash, by which later inputs
 * are refused. Erasing is not journalled, since the journal would name the person again.
 */
public final class PersonEraser {

  private static final String GOAL_REACHED = "goal_reached";

  /** Every store that has rows of people. */
  public record Stores(
      PersonStore persons,
      InstanceStore instances,
      HistoryStore history,
      EngagementStore engagements,
      RefusalStore refusals,
      CommandResultStore commands,
      DeadLetterStore deadLetters,
      OutboxStore outbox,
      AuditStore audit,
      HeldStore held,
      TimerStore timers,
      CounterStore counters,
      ErasedStore erased) {}

  private final Stores stores;
  private final TemplateCounters templates;

  public PersonEraser(Stores stores, TemplateCounters templates) {
    this.stores = stores;
    this.templates = templates;
  }

  /**
   * Erases a person.
   *
   * @param salt random, used for this erasure only
   * @return how many live instances were stopped; empty when the person was unknown
   * @throws IllegalArgumentException when the salt is empty; nothing has been written
   */
  Optional<Integer> erase(int hash, String userId, byte[] salt) {
    if (salt.length == 0) {
      throw new IllegalArgumentException("expected a salt, found none");
    }
    boolean known =
        stores.persons().contains(hash, userId) || stores.history().containsPerson(hash, userId);
    List<Instance> instances = stores.instances().ofPerson(hash, userId);
    instances.forEach(instance -> uncount(hash, instance));
    stores
        .persons()
        .summary(hash, userId)
        .heldOut()
        .forEach(id -> count(id, CounterKey.HELD_OUT, -1));
    instances.forEach(this::erase);
    int rows =
        stores.refusals().erase(hash, userId)
            + stores.outbox().erase(userId)
            + stores.deadLetters().erase(userId)
            + stores.engagements().erase(hash, userId);
    if (!known && rows == 0) {
      return Optional.empty();
    }
    stores.erased().add(hash, userId, salt);
    stores.persons().erase(hash, userId);
    stores.history().erase(hash, userId);
    stores.commands().erase(userId);
    stores.audit().erase(userId, stores.erased().pseudonym(hash, userId).orElseThrow());
    // A new family of rows that name a person must be erased here too.
    return Optional.of((int) instances.stream().filter(one -> one.status().isLive()).count());
  }

  /** Counters of a journey cover only the people who are still stored. */
  private void uncount(int hash, Instance instance) {
    String journey = instance.journeyId();
    for (LogEntry entry : stores.instances().log(instance)) {
      CounterKey.of(journey, entry).ifPresent(total -> stores.counters().add(total, -1));
      templates.forgotten(instance, entry);
      if (entry.action().equals(GOAL_REACHED)) {
        count(journey, CounterKey.GOAL, -1);
      }
    }
    stores
        .engagements()
        .ofInstance(hash, instance.id())
        .forEach(
            (send, engagement) -> {
              count(journey, CounterKey.EMAIL_OPENED, engagement.openedAt() == null ? 0 : -1);
              count(journey, CounterKey.EMAIL_CLICKED, engagement.clickedAt() == null ? 0 : -1);
              templates.forgotten(instance, send, engagement);
            });
  }

  private void count(String journeyId, String name, long more) {
    stores.counters().add(new CounterKey(journeyId, name), more);
  }

  private void erase(Instance instance) {
    String journey = instance.journeyId();
    instance.due().ifPresent(due -> stores.timers().delete(new TimerKey(due, instance.id())));
    if (instance.waitState() instanceof WaitState.Held) {
      stores.held().delete(journey, instance.id());
      count(journey, CounterKey.HELD, -1);
    }
    count(journey, instance.status().json(), -1);
    if (instance.status() == Status.COMPLETED) {
      count(journey, CounterKey.DURATION, -DecisionApplier.durationMs(instance));
    }
    stores.instances().erase(instance);
  }
}
