package dev.sojourn.http.request;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a request record expects, where its Java type alone does not say it. An error
 * anywhere below the field is told as one of the field itself.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Expected {

  /** Such as {@code a whole number of zero or more}. */
  String value();
}
