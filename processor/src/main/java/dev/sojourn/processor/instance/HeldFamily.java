package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Held sends as a family: each belongs to an instance that waits at it. */
public record HeldFamily(HeldStore held, InstanceStore instances) implements StateFamily {

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.HELD;
  }

  @Override
  public Retention retention() {
    return new Retention.WithOwner();
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return instances.ofPerson(who.hash(), who.userId()).stream()
        .filter(instance -> instance.waitState() instanceof WaitState.Held)
        .flatMap(instance -> held.row(instance.journeyId(), instance.id()).stream())
        .toList();
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    held.replace(row, value);
  }
}
