package dev.sojourn.delivery.template;

/** What came of rendering a template for one person. */
public sealed interface Rendering {

  /** It can be sent. */
  record Rendered(RenderedMessage message) implements Rendering {}

  /**
   * It cannot be rendered, and will not be however often it is tried.
   *
   * @param reason for whoever wrote the template
   */
  record Broken(String reason) implements Rendering {}
}
