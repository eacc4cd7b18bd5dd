package dev.sojourn.delivery.template;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.blocks.Block;
import liqp.filters.Filter;
import liqp.filters.Filters;
import liqp.nodes.LNode;
import liqp.parser.Flavor;
import org.jspecify.annotations.Nullable;

/** Liquid dialect for templates: standard, without file access, in English and UTC. */
final class LiquidDialect {

  private static final String NOW = "sojourn-now";

  /** Loop iterations in total per template. */
  private static final int MAX_ITERATIONS = 10_000;

  private LiquidDialect() {}

  static TemplateParser parser(InstantSource clock, int maxLength) {
    return new TemplateParser.Builder()
        .withFlavor(Flavor.LIQUID)
        // Properties have whatever type the producer chose; comparing "5" with 4 must not fail.
        .withStrictTypedExpressions(false)
        .withLocale(Locale.ENGLISH)
        .withDefaultTimeZone(ZoneOffset.UTC)
        .withMaxIterations(MAX_ITERATIONS)
        .withRenderTransformer(new BoundedOutput(clock, maxLength))
        // Without this, {% include %} reads files below the working directory.
        .withNameResolver(
            name -> {
              throw new IOException("templates cannot include '%s'".formatted(name));
            })
        .withBlock(new TrustedCapture())
        .withFilter(new FixedDate())
        .withFilter(new Raw())
        .withFilter(new Escaping("escape"))
        .withFilter(new Escaping("h"))
        .withFilter(new Escaping("escape_once"))
        .withFilter(new LineBreaks())
        .build();
  }

  /**
   * Creates a context for one rendering.
   *
   * @param now value of {@code 'now'}, so that rendering again gives the same text
   */
  static TemplateContext context(
      TemplateParser parser, Map<String, Object> variables, Instant now, Instant deadline) {
    TemplateContext context = new TemplateContext(parser, variables);
    context.getEnvironmentMap().put(NOW, now.atZone(ZoneOffset.UTC));
    BoundedOutput.until(context, deadline);
    return context;
  }

  private static Filter standard(String name) {
    return Filters.DEFAULT_FILTERS.get(name);
  }

  /** Captured output was escaped when it was captured. */
  private static final class TrustedCapture extends Block {
    TrustedCapture() {
      super("capture");
    }

    @Override
    @SuppressWarnings("NullAway") // liqp prints nothing for null
    public Object render(TemplateContext context, LNode... nodes) {
      String name = asString(nodes[0].render(context), context);
      context.put(name, HtmlEscaping.trust(context, nodes[1].render(context)), true);
      return null;
    }
  }

  /** {@code date}, where {@code 'now'} is the time of the action, not of the machine. */
  private static final class FixedDate extends Filter {
    FixedDate() {
      super("date");
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
      boolean now = "now".equals(value) || "today".equals(value);
      Object moment = now ? context.getEnvironmentMap().get(NOW) : value;
      return standard(name).apply(moment, context, params);
    }
  }

  /** {@code raw}: prints a value unescaped. */
  private static final class Raw extends Filter {
    Raw() {
      super("raw");
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
      return HtmlEscaping.trust(context, asString(value, context));
    }
  }

  /** The escaping filters, whose result must not be escaped again. */
  private static final class Escaping extends Filter {
    Escaping(String name) {
      super(name);
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
      String escaped = asString(standard(name).apply(value, context, params), context);
      // The standard filter leaves the apostrophe, which can end an attribute value.
      return HtmlEscaping.trust(context, escaped.replace("'", "&#39;"));
    }
  }

  /** {@code newline_to_br}: escapes its input, then adds the tags. */
  private static final class LineBreaks extends Filter {
    LineBreaks() {
      super("newline_to_br");
    }

    @Override
    public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
      Object safe = HtmlEscaping.escaped(context, value);
      return HtmlEscaping.trust(context, standard(name).apply(safe, context, params));
    }
  }
}
