package dev.sojourn.delivery.template;

import java.time.Instant;
import java.time.InstantSource;
import liqp.RenderTransformer;
import liqp.TemplateContext;

/**
 * Output limits that stop a template which prints too much or runs too long. liqp's own limits
 * check the length only when a block is complete, and the time from a second thread that they
 * cannot stop.
 */
record BoundedOutput(InstantSource clock, int maxLength) implements RenderTransformer {

  private static final String DEADLINE = "sojourn-deadline";

  /** Sets the deadline of this rendering. */
  static void until(TemplateContext context, Instant deadline) {
    context.getEnvironmentMap().put(DEADLINE, deadline);
  }

  @Override
  public ObjectAppender.Controller newObjectAppender(TemplateContext context, int estimate) {
    StringBuilder output = new StringBuilder();
    return new ObjectAppender.Controller() {
      @Override
      public void append(Object value) {
        checkTime(context);
        output.append(value);
        if (output.length() > maxLength) {
          throw new IllegalStateException("it is longer than %d characters".formatted(maxLength));
        }
      }

      @Override
      public Object getResult() {
        return output.toString();
      }
    };
  }

  private void checkTime(TemplateContext context) {
    if (context.getEnvironmentMap().get(DEADLINE) instanceof Instant deadline
        && clock.instant().isAfter(deadline)) {
      throw new IllegalStateException("it takes too long");
    }
  }

  @Override
  public Object transformObject(TemplateContext context, Object value) {
    return String.valueOf(value);
  }
}
