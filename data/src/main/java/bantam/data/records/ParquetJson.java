package bantam.data.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * A row of a Parquet file as JSON. Whole numbers, decimal fractions, booleans and text are what
 * they are; other values, such as times, stand as Parquet holds them.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">logical
 *     types</a>: lists of two levels and of three
 */
final class ParquetJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ParquetJson() {}

  static ObjectNode of(Group group) {
    ObjectNode object = JSON.objectNode();
    for (Type field : group.getType().getFields()) {
      object.set(field.getName(), field(group, field));
    }
    return object;
  }

  private static JsonNode field(Group group, Type field) {
    int count = group.getFieldRepetitionCount(field.getName());
    if (field.isRepetition(Type.Repetition.REPEATED)) {
      ArrayNode list = JSON.arrayNode();
      for (int i = 0; i < count; i++) {
        list.add(value(group, field, i));
      }
      return list;
    }
    return count == 0 ? JSON.nullNode() : value(group, field, 0);
  }

  private static JsonNode value(Group group, Type field, int at) {
    if (!field.isPrimitive()) {
      Group inner = group.getGroup(field.getName(), at);
      boolean list =
          field.getLogicalTypeAnnotation()
              instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation;
      return list ? list(inner) : of(inner);
    }
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> JSON.numberNode(group.getInteger(field.getName(), at));
      case INT64 -> JSON.numberNode(group.getLong(field.getName(), at));
      case BOOLEAN -> JSON.booleanNode(group.getBoolean(field.getName(), at));
      case FLOAT -> JSON.numberNode(group.getFloat(field.getName(), at));
      case DOUBLE -> JSON.numberNode(group.getDouble(field.getName(), at));
      case BINARY -> JSON.textNode(group.getBinary(field.getName(), at).toStringUsingUTF8());
      case INT96, FIXED_LEN_BYTE_ARRAY ->
          JSON.textNode(group.getValueToString(index(group, field), at));
    };
  }

  private static int index(Group group, Type field) {
    return group.getType().getFieldIndex(field.getName());
  }

  /** What the middle level of three holds, or the elements themselves where there are two. */
  private static ArrayNode list(Group list) {
    Type middle = list.getType().getType(0);
    ArrayNode elements = JSON.arrayNode();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      boolean wraps = !middle.isPrimitive() && middle.asGroupType().getFieldCount() == 1;
      if (wraps) {
        Group element = list.getGroup(0, i);
        elements.add(field(element, element.getType().getType(0)));
      } else {
        elements.add(value(list, middle, i));
      }
    }
    return elements;
  }
}
