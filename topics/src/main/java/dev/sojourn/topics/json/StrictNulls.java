package dev.sojourn.topics.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.util.Collection;

/**
 * Refuses null for required keys, where Jackson accepts an explicit null. Refuses null in lists as
 * well, except where any value is allowed.
 */
final class StrictNulls extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    JsonSetter.Value found = super.findSetterInfo(annotated);
    JsonProperty property = annotated.getAnnotation(JsonProperty.class);
    if (property != null && property.required()) {
      found = found.withValueNulls(Nulls.FAIL);
    }
    return Collection.class.isAssignableFrom(annotated.getRawType())
        ? found.withContentNulls(Nulls.FAIL)
        : found;
  }
}
