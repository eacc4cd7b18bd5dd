package dev.sojourn.http.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Field of a request record whose null is not the same as its absence: absent (the component is
 * null) it leaves the value as it is; null removes it, or is refused by {@link
 * FieldChecks#notNull}.
 *
 * @param value null for a field that is null
 */
@JsonDeserialize(using = Patched.Reader.class)
public record Patched<T>(@Nullable T value) {

  /** The value, null when it is absent or removed. */
  public static <T> @Nullable T valueOf(@Nullable Patched<T> field) {
    return field == null ? null : field.value();
  }

  static final class Reader extends JsonDeserializer<Patched<?>> implements ContextualDeserializer {

    private final @Nullable JsonDeserializer<Object> inner;

    Reader() {
      this(null);
    }

    private Reader(@Nullable JsonDeserializer<Object> inner) {
      this.inner = inner;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) throws JsonMappingException {
      return new Reader(
          context.findContextualValueDeserializer(
              context.getContextualType().containedType(0), property));
    }

    @Override
    public Patched<?> deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (inner == null) {
        throw new IllegalStateException("expected a reader with the type of its field");
      }
      return new Patched<>(inner.deserialize(json, context));
    }

    @Override
    public Patched<?> getNullValue(DeserializationContext context) {
      return new Patched<>(null);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
