package dev.sojourn.delivery.template;

/** Result of rendering a template for one person. */
public sealed interface Rendering {

  /** The rendered message. */
  record Rendered(RenderedMessage message) implements Rendering {}

  /**
   * A permanent rendering failure; retrying will not help.
   *
   * @param reason for the template's author
   */
  record Broken(String reason) implements Rendering {}
}
