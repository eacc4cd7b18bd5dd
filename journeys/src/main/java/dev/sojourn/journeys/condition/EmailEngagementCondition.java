package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.engagement.Engagement;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the latest send of a template to the person, by any journey. No check holds for a template
 * that was never sent. Sends are remembered only once a published version refers to their template.
 *
 * @param templateKey such as {@code activation/welcome}
 */
@JsonTypeName("email_engagement")
public record EmailEngagementCondition(
    @JsonProperty(required = true) String templateKey, @JsonProperty(required = true) Check check)
    implements Condition {

  /** What is checked. */
  public enum Check {
    opened,
    clicked,
    not_opened,
    not_clicked
  }

  @Override
  public boolean test(EvaluationContext facts) {
    Optional<Engagement> last = facts.lastEmail(templateKey);
    if (last.isEmpty()) {
      return false;
    }
    boolean opened = last.get().openedAt() != null;
    boolean clicked = last.get().clickedAt() != null;
    return switch (check) {
      case opened -> opened;
      case clicked -> clicked;
      case not_opened -> !opened;
      case not_clicked -> !clicked;
    };
  }

  @Override
  public Stream<String> trackedTemplates() {
    return Stream.of(templateKey);
  }

  @Override
  public Stream<String> problems() {
    return templateKey.isBlank()
        ? Stream.of("expected a template's key for key 'templateKey', found a blank one")
        : Stream.empty();
  }
}
