package dev.sojourn.processor.engine;

import dev.sojourn.processor.watermark.Watermark;
import java.time.InstantSource;
import java.util.OptionalLong;

/** A watermark that has read everything, unless the test says otherwise. */
public final class HandWatermark implements Watermark {

  private final InstantSource clock;
  boolean drained = true;

  HandWatermark(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public OptionalLong readUpTo() {
    return drained ? OptionalLong.of(clock.millis()) : OptionalLong.empty();
  }

  @Override
  public void ask() {}
}
