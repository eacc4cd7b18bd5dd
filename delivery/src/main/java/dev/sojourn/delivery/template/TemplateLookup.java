package dev.sojourn.delivery.template;

import dev.sojourn.journeys.template.Template;

/** Result of looking up a template's content. */
public sealed interface TemplateLookup {

  record Found(Template template) implements TemplateLookup {}

  /** The registry was read to its end and does not contain the template. */
  record Missing() implements TemplateLookup {}

  /** The registry's end was not reached in time, so the result is unknown: try again later. */
  record Unknown() implements TemplateLookup {}
}
