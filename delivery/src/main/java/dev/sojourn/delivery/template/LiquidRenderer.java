package dev.sojourn.delivery.template;

import dev.sojourn.delivery.template.Rendering.Broken;
import dev.sojourn.delivery.template.Rendering.Rendered;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.topics.action.SendAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.nodes.LNode;
import liqp.parser.v4.NodeVisitor;

/**
 * Renders Liquid. Subject and body see {@code user} (id, email), {@code contact}, {@code event}
 * (name, properties) and {@code journey} (id, name); an unknown variable prints nothing.
 *
 * <p>A body that begins with a tag is HTML: values are escaped when they are printed, unless they
 * passed the filter {@code raw}. Subjects and other bodies are plain text.
 *
 * <p>Safe for any number of threads, one at a time: liqp's nodes keep state while they render.
 */
public final class LiquidRenderer {

  private static final int MAX_SUBJECT = 10_000;

  /** Characters, of a body as written and as rendered. */
  private static final int MAX_BODY = 256 * 1024;

  private static final Duration MAX_TIME = Duration.ofSeconds(2);
  private static final int CACHED = 256;
  private static final int MAX_REASON = 300;

  /** A tag of HTML, after any tags of Liquid that print nothing before it. */
  private static final Pattern HTML = Pattern.compile("(?s)\\A(?:\\s++|\\{%.*?%\\})*+<");

  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

  private final InstantSource clock;
  private final TemplateParser parser;
  private final Map<String, Compiled> compiled = new Recent();

  /** What parsing gave, good or bad: a broken template is parsed once, too. */
  private sealed interface Compiled {

    record Ready(LNode subject, LNode body, boolean html) implements Compiled {}

    record Flawed(String reason) implements Compiled {}
  }

  @SuppressWarnings("serial")
  private static final class Recent extends LinkedHashMap<String, Compiled> {
    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Compiled> eldest) {
      return size() > CACHED;
    }
  }

  public LiquidRenderer() {
    this(InstantSource.system());
  }

  LiquidRenderer(InstantSource clock) {
    this.clock = clock;
    this.parser = Dialect.parser(clock, MAX_BODY);
  }

  /** Renders a template for the person of an action. Never throws for what stands in either. */
  public synchronized Rendering render(Template template, SendAction action) {
    Compiled ready = compiled.computeIfAbsent(template.hash(), hash -> compile(template));
    if (ready instanceof Compiled.Ready nodes) {
      try {
        return new Rendered(message(nodes, template, action));
      } catch (RuntimeException | StackOverflowError e) {
        return new Broken(reason(e));
      }
    }
    return new Broken(((Compiled.Flawed) ready).reason());
  }

  private Compiled compile(Template template) {
    if (template.subject().length() > MAX_SUBJECT || template.body().length() > MAX_BODY) {
      return new Compiled.Flawed(
          "expected at most %d characters of subject and %d of body, found %d and %d"
              .formatted(
                  MAX_SUBJECT, MAX_BODY, template.subject().length(), template.body().length()));
    }
    try {
      boolean html = HTML.matcher(template.body()).lookingAt();
      return new Compiled.Ready(
          nodes(template.subject(), false), nodes(template.body(), html), html);
    } catch (RuntimeException | StackOverflowError e) {
      return new Compiled.Flawed(reason(e));
    }
  }

  private LNode nodes(String source, boolean html) {
    NodeVisitor visitor =
        html
            ? new EscapingVisitor(parser.insertions, parser.filters)
            : new NodeVisitor(parser.insertions, parser.filters, true);
    return visitor.visit(parser.parse(source).getParseTree());
  }

  private RenderedMessage message(Compiled.Ready nodes, Template template, SendAction action) {
    Map<String, Object> variables = variables(action);
    TemplateContext forSubject = context(variables, action);
    TemplateContext forBody = context(variables, action);
    if (nodes.html()) {
      Markup.begin(forBody);
    }
    String subject = String.valueOf(nodes.subject().render(forSubject));
    String body = String.valueOf(nodes.body().render(forBody));
    // A line break in a header begins another header.
    String line = LINE_BREAKS.matcher(subject).replaceAll(" ").strip();
    return new RenderedMessage(wellFormed(line), wellFormed(body), nodes.html(), template.from());
  }

  private TemplateContext context(Map<String, Object> variables, SendAction action) {
    return Dialect.context(parser, variables, action.at(), clock.instant().plus(MAX_TIME));
  }

  private static Map<String, Object> variables(SendAction action) {
    Map<String, Object> event = new LinkedHashMap<>(action.context());
    // The names that are promised win over properties, which stay reachable under `properties`.
    event.put("name", action.event());
    event.put("properties", action.context());
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", action.userId());
    user.put(
        "email",
        action.channel().equals("email")
            ? action.to()
            : action.contact().getOrDefault("email", ""));
    return Map.of(
        "user",
        user,
        "contact",
        action.contact(),
        "event",
        event,
        "journey",
        Map.of("id", action.journeyId(), "name", action.journeyName()));
  }

  /** A filter may cut an emoji in two, and half of one cannot be written in UTF-8. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** What was wrong at the bottom of it, for whoever wrote the template. */
  private static String reason(Throwable thrown) {
    if (thrown instanceof StackOverflowError) {
      return "it is nested too deeply";
    }
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause().getMessage() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return wellFormed(message.length() <= MAX_REASON ? message : message.substring(0, MAX_REASON));
  }
}
