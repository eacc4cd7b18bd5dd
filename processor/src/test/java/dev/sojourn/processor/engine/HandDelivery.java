package dev.sojourn.processor.engine;

import dev.sojourn.processor.watermark.DeliveryProgress;

/** A delivery that has completed everything, unless the test says otherwise. */
public final class HandDelivery implements DeliveryProgress {

  boolean done = true;
  boolean asking;

  @Override
  public void ask(long beforeMs) {}

  @Override
  public boolean isAsking() {
    return asking;
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
