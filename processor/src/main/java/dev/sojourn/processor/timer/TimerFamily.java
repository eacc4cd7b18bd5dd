package dev.sojourn.processor.timer;

import dev.sojourn.processor.instance.InstanceStore;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timers as a family: each belongs to an instance that it will move. */
public record TimerFamily(TimerStore timers, InstanceStore instances) implements StateFamily {

  @Override
  public String store() {
    return StoreNames.TIMERS;
  }

  @Override
  public byte prefix() {
    return 0;
  }

  @Override
  public Retention retention() {
    return new Retention.WithOwner();
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return instances.ofPerson(who.hash(), who.userId()).stream()
        .flatMap(instance -> instance.due().map(due -> new TimerKey(due, instance.id())).stream())
        .flatMap(key -> timers.row(key).stream())
        .toList();
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    timers.replace(row, value);
  }
}
