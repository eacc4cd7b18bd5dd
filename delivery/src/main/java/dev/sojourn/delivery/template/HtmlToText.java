package dev.sojourn.delivery.template;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Converts HTML to plain text for email clients that show no HTML. */
final class HtmlToText implements NodeFilter {

  private static final Set<String> UNREAD = Set.of("head", "style", "script", "title", "template");
  private static final Set<String> PARAGRAPHS =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table");
  private static final Set<String> LINES =
      Set.of("div", "tr", "li", "section", "article", "header", "footer", "center", "dt", "dd");
  private static final Set<String> CELLS = Set.of("td", "th");

  private static final Pattern SPACES = Pattern.compile("[ \\t\\r\\n\\f\\x0B]+");
  private static final Pattern AROUND_BREAKS = Pattern.compile(" *\\n *");
  private static final Pattern MANY_BREAKS = Pattern.compile("\\n{3,}");

  private final StringBuilder text = new StringBuilder();

  private HtmlToText() {}

  /** The text of a document, with the URLs of its links. */
  static String of(String html) {
    HtmlToText reader = new HtmlToText();
    Jsoup.parse(html).filter(reader);
    String lines = AROUND_BREAKS.matcher(reader.text).replaceAll("\n");
    return MANY_BREAKS.matcher(lines).replaceAll("\n\n").strip();
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode words) {
      words(words.getWholeText());
    } else if (node instanceof Element element) {
      String name = element.normalName();
      if (UNREAD.contains(name) || isHidden(element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      breakBefore(name);
      if (name.equals("img")) {
        words(element.attr("alt"));
      } else if (name.equals("li")) {
        text.append("- ");
      }
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      String name = element.normalName();
      if (name.equals("a")) {
        address(element);
      } else if (name.equals("br")) {
        text.append('\n');
      } else if (CELLS.contains(name)) {
        words(" ");
      } else {
        breakBefore(name);
      }
    }
    return FilterResult.CONTINUE;
  }

  private void breakBefore(String name) {
    if (PARAGRAPHS.contains(name)) {
      breaks(2);
    } else if (LINES.contains(name)) {
      breaks(1);
    }
  }

  /** Ensures at least this many line breaks at the end. */
  private void breaks(int wanted) {
    int there = 0;
    for (int i = text.length() - 1; i >= 0 && Character.isWhitespace(text.charAt(i)); i--) {
      if (text.charAt(i) == '\n') {
        there++;
      }
    }
    text.append("\n".repeat(Math.max(0, wanted - there)));
  }

  private void words(String words) {
    String spaced = SPACES.matcher(words).replaceAll(" ");
    boolean after = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
    text.append(after && spaced.startsWith(" ") ? spaced.substring(1) : spaced);
  }

  private void address(Element link) {
    String url = link.attr("href").strip();
    String said = link.text().strip();
    boolean leadsAway = url.matches("(?i)(?:https?|mailto|tel):.*");
    if (leadsAway && !url.equals(said) && !url.equalsIgnoreCase("mailto:" + said)) {
      text.append(said.isEmpty() ? url : " (" + url + ")");
    }
  }

  /** For example the preheader, which inboxes show beside the subject. */
  private static boolean isHidden(Element element) {
    String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
    return style.contains("display:none") || element.hasAttr("hidden");
  }
}
