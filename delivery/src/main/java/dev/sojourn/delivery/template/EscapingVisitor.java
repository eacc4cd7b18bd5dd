package dev.sojourn.delivery.template;

import liqp.Insertions;
import liqp.TemplateContext;
import liqp.filters.Filters;
import liqp.nodes.LNode;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidParser.Cycle_tagContext;
import liquid.parser.v4.LiquidParser.OutputContext;

/** Builds nodes that escape values on their way into HTML, after their filters. */
final class EscapingVisitor extends NodeVisitor {

  EscapingVisitor(Insertions insertions, Filters filters) {
    super(insertions, filters, true);
  }

  @Override
  public LNode visitOutput(OutputContext output) {
    return new Escaped(super.visitOutput(output));
  }

  /** The one tag that prints values. */
  @Override
  public LNode visitCycle_tag(Cycle_tagContext tag) {
    return new Escaped(super.visitCycle_tag(tag));
  }

  private record Escaped(LNode node) implements LNode {
    @Override
    @SuppressWarnings("NullAway") // liqp prints nothing for null
    public Object render(TemplateContext context) {
      return Markup.escaped(context, node.render(context));
    }
  }
}
