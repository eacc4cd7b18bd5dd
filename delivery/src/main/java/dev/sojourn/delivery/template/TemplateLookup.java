package dev.sojourn.delivery.template;

import dev.sojourn.journeys.template.Template;

/** What is known of a template's content. */
public sealed interface TemplateLookup {

  record Found(Template template) implements TemplateLookup {}

  /** The registry was read to its end, and it is not there. */
  record Missing() implements TemplateLookup {}

  /** The registry's end was not reached in time, so nothing can be said: ask again later. */
  record Unknown() implements TemplateLookup {}
}
