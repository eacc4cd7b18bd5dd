package dev.sojourn.delivery.template;

import dev.sojourn.delivery.template.Rendering.Broken;
import dev.sojourn.delivery.template.Rendering.Rendered;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.link.Links;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.nodes.LNode;
import org.jspecify.annotations.Nullable;

/**
 * Liquid renderer. All parts see {@code user} (id, email), {@code contact}, {@code event} (name,
 * properties), {@code journey} (id, name) and {@code unsubscribe_url}. Printing a missing value is
 * an error unless it has the filter {@code default}; conditions may test for it.
 *
 * <p>A body that begins with a tag is HTML: printed values are escaped unless they have the filter
 * {@code raw}. Subjects, other bodies and text parts are plain text. HTML without a text part gets
 * a generated one and, in emails, tracked links.
 *
 * <p>Safe for any number of threads, but renders one template at a time: liqp's nodes keep state
 * while they render.
 */
public final class LiquidRenderer {

  private static final int MAX_SUBJECT = 10_000;

  /** Characters, of a body both as written and as rendered. */
  private static final int MAX_BODY = 256 * 1024;

  private static final Duration MAX_TIME = Duration.ofSeconds(2);
  private static final int CACHED = 256;
  private static final int MAX_REASON = 300;

  /** Emails of this category cannot be unsubscribed from. */
  private static final String TRANSACTIONAL = "transactional";

  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

  private final InstantSource clock;
  private final TemplateParser parser;
  private final @Nullable Links links;
  private final Map<String, Compiled> compiled = new Recent();

  /** Result of parsing, good or bad: a broken template is parsed only once, too. */
  private sealed interface Compiled {

    record Ready(LNode subject, LNode body, boolean html, @Nullable LNode text)
        implements Compiled {}

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

  /** Creates a renderer without tracking or unsubscribe links. */
  public LiquidRenderer() {
    this(InstantSource.system(), null);
  }

  LiquidRenderer(InstantSource clock) {
    this(clock, null);
  }

  /**
   * Creates a renderer.
   *
   * @param links for tracking and unsubscribing; null for none
   */
  public LiquidRenderer(InstantSource clock, @Nullable Links links) {
    this.clock = clock;
    this.links = links;
    this.parser = LiquidDialect.parser(clock, MAX_BODY);
  }

  /** Renders a template for the person of an action. Never throws because of their content. */
  public Rendering render(Template template, SendAction action) {
    if (links == null) {
      return render(template, action, (String) null);
    }
    try {
      return render(template, action, links);
    } catch (RuntimeException | StackOverflowError e) {
      return new Broken(reason(e));
    }
  }

  private Rendering render(Template template, SendAction action, Links leading) {
    String category = category(template, action);
    boolean unreported = TRANSACTIONAL.equals(category);
    boolean all = unreported || category == null || category.isBlank();
    LinkRewriter tracking = new LinkRewriter(leading, action, all ? null : category);
    String unsubscribe = tracking.unsubscribe();
    Rendering rendering = render(template, action, unsubscribe);
    return rendering instanceof Rendered rendered && action.channel().equals("email")
        ? new Rendered(
            rendered.message().tracked(tracking::html).leadingOut(unreported ? null : unsubscribe))
        : rendering;
  }

  /** The category of the action, which earlier releases did not write, or else of the template. */
  private static @Nullable String category(Template template, SendAction action) {
    return action.content() instanceof SendAction.Templated message && message.category() != null
        ? message.category()
        : template.category();
  }

  /**
   * Renders without tracking links.
   *
   * @param unsubscribe unsubscribe URL to print; null when there is none
   */
  synchronized Rendering render(
      Template template, SendAction action, @Nullable String unsubscribe) {
    Compiled ready = compiled.computeIfAbsent(template.hash(), hash -> compile(template));
    if (ready instanceof Compiled.Ready nodes) {
      try {
        return new Rendered(message(nodes, template, action, unsubscribe));
      } catch (RuntimeException | StackOverflowError e) {
        return new Broken(reason(e));
      }
    }
    return new Broken(((Compiled.Flawed) ready).reason());
  }

  private Compiled compile(Template template) {
    String text = template.text();
    int longest = Math.max(template.body().length(), text == null ? 0 : text.length());
    if (template.subject().length() > MAX_SUBJECT || longest > MAX_BODY) {
      return new Compiled.Flawed(
          "expected at most %d characters of subject and %d of body, found %d and %d"
              .formatted(MAX_SUBJECT, MAX_BODY, template.subject().length(), longest));
    }
    try {
      boolean html = template.hasHtml();
      return new Compiled.Ready(
          nodes(template.subject(), false),
          nodes(template.body(), html),
          html,
          text == null ? null : nodes(text, false));
    } catch (RuntimeException | StackOverflowError e) {
      return new Compiled.Flawed(reason(e));
    }
  }

  private LNode nodes(String source, boolean html) {
    return new PrintingVisitor(parser.insertions, parser.filters, html)
        .visit(parser.parse(source).getParseTree());
  }

  private RenderedMessage message(
      Compiled.Ready nodes, Template template, SendAction action, @Nullable String unsubscribe) {
    Map<String, Object> variables = Variables.of(action, unsubscribe);
    String subject = printed(nodes.subject(), context(variables, action));
    TemplateContext forBody = context(variables, action);
    if (nodes.html()) {
      HtmlEscaping.begin(forBody);
    }
    String body = printed(nodes.body(), forBody);
    LNode text = nodes.text();
    String plain =
        text != null
            ? printed(text, context(variables, action))
            : nodes.html() ? HtmlToText.of(body) : body;
    // A line break would begin another header.
    String line = LINE_BREAKS.matcher(subject).replaceAll(" ").strip();
    return new RenderedMessage(line, nodes.html() ? body : null, plain, template.from(), null);
  }

  private TemplateContext context(Map<String, Object> variables, SendAction action) {
    return LiquidDialect.context(parser, variables, action.at(), clock.instant().plus(MAX_TIME));
  }

  private static String printed(LNode nodes, TemplateContext context) {
    return wellFormed(String.valueOf(nodes.render(context)));
  }

  /** A filter may split a surrogate pair, and half of one cannot be encoded in UTF-8. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The root cause, for the template's author. */
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
