package dev.sojourn.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON with what differs from run to run replaced by what it is. */
final class Shapes {

  private static final String UUID_FORM =
      "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  private static final String TIME_FORM = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private Shapes() {}

  /**
   * Ids become {@code (uuid)}, times of our one form become {@code (time)}; what looks otherwise
   * stays and so fails a comparison.
   */
  static JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(field -> masked.set(field.getKey(), masked(field.getValue())));
      return masked;
    }
    if (node instanceof ArrayNode list) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      list.forEach(element -> masked.add(masked(element)));
      return masked;
    }
    return node.isTextual()
        ? TextNode.valueOf(
            node.textValue().replaceAll(UUID_FORM, "(uuid)").replaceAll(TIME_FORM, "(time)"))
        : node;
  }
}
