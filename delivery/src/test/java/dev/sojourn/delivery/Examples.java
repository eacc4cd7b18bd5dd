package dev.sojourn.delivery;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.registry.ContentHash;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions and templates to test with. */
public final class Examples {

  public static final Instant ASKED = Instant.parse("2026-03-05T23:30:00Z");

  private Examples() {}

  public static SendAction action(int number, Template template) {
    return action(number, template, Map.of(), Map.of());
  }

  public static SendAction action(
      int number, Template template, Map<String, Object> context, Map<String, Object> contact) {
    return action(number, template, null, context, contact);
  }

  /** Of a mail that is of a category, whatever its template says. */
  public static SendAction action(int number, Template template, String category) {
    return action(number, template, category, Map.of(), Map.of());
  }

  private static SendAction action(
      int number,
      Template template,
      @Nullable String category,
      Map<String, Object> context,
      Map<String, Object> contact) {
    InstanceId instance = InstanceId.of(1_700_000_000_000L + number, Partitions.hash("u-1"), 7);
    return new SendAction(
        new SendId(instance, "start", 1),
        1,
        "u-1",
        "email",
        "ann@example.com",
        new SendAction.Templated(template.key(), template.hash(), category),
        "welcome",
        "Welcome series",
        "user:created",
        context,
        contact,
        ASKED);
  }

  /** A call of this server. */
  public static SendAction call(int number, String url, SendAction.Call call) {
    InstanceId instance = InstanceId.of(1_700_000_000_000L + number, Partitions.hash("u-1"), 7);
    return new SendAction(
        new SendId(instance, "tell", 2),
        1,
        "u-1",
        "webhook",
        url,
        call,
        "welcome",
        "Welcome series",
        "user:created",
        Map.of("plan", "pro"),
        Map.of("email", "ann@example.com", "team", "red"),
        ASKED);
  }

  public static Template template(String subject, String body) {
    String key = "activation/welcome";
    return new Template(
        key, ContentHash.of(key, subject, null, null, body), subject, null, null, body);
  }
}
