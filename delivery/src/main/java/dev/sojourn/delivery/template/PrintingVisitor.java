package dev.sojourn.delivery.template;

import liqp.Insertions;
import liqp.TemplateContext;
import liqp.filters.Filters;
import liqp.nodes.LNode;
import liqp.nodes.LookupNode;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidParser.Cycle_tagContext;
import liquid.parser.v4.LiquidParser.OutputContext;

/**
 * Node visitor for printed values. It rejects missing values, as an email that begins "Dear ," is
 * worse than none, and escapes values in HTML after their filters.
 *
 * <p>liqp's own strict mode requires a value wherever a variable appears, even in conditions.
 */
final class PrintingVisitor extends NodeVisitor {

  private static final String DEFAULT = "default";

  private final boolean html;

  PrintingVisitor(Insertions insertions, Filters filters, boolean html) {
    super(insertions, filters, true);
    this.html = html;
  }

  @Override
  public LNode visitOutput(OutputContext output) {
    LNode printed = super.visitOutput(output);
    boolean hasDefault =
        output.filter().stream().anyMatch(filter -> filter.Id().getText().equals(DEFAULT));
    if (!hasDefault && variable(output) instanceof LookupNode variable) {
      printed = new Required(variable, printed);
    }
    return html ? new Escaped(printed) : printed;
  }

  private LNode variable(OutputContext output) {
    return visit(output.evaluate == null ? output.term() : output.expr());
  }

  /** The only tag that prints values. */
  @Override
  public LNode visitCycle_tag(Cycle_tagContext tag) {
    LNode printed = super.visitCycle_tag(tag);
    return html ? new Escaped(printed) : printed;
  }

  private record Required(LookupNode variable, LNode printed) implements LNode {
    @Override
    public Object render(TemplateContext context) {
      if (variable.render(context) == null) {
        throw new IllegalStateException(
            variable.toString().equals(Variables.UNSUBSCRIBE_URL)
                ? "no value for '%s', which needs the setting public.url".formatted(variable)
                : "no value for '%s'".formatted(variable));
      }
      return printed.render(context);
    }
  }

  private record Escaped(LNode node) implements LNode {
    @Override
    @SuppressWarnings("NullAway") // liqp prints nothing for null
    public Object render(TemplateContext context) {
      return HtmlEscaping.escaped(context, node.render(context));
    }
  }
}
