package bantam.results.runs;

import bantam.recipes.InputException;
import bantam.results.files.Disk;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records as the small JSON files of a run directory: components are keys in order, what is empty
 * is null, instants are ISO-8601. Jackson's own binding would take two more modules for this.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Marks a text component that is JSON itself and stands in the file as such. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Tree {}

  private Json() {}

  /** The members of an object within objects by dotted key; a list stays one value. */
  static SortedMap<String, String> flat(String json) {
    SortedMap<String, String> values = new TreeMap<>();
    flatten("", tree(json), values);
    return values;
  }

  private static void flatten(String key, JsonNode node, SortedMap<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  flatten(
                      key.isEmpty() ? member.getKey() : key + "." + member.getKey(),
                      member.getValue(),
                      values));
    } else if (!node.isNull()) {
      values.put(key, node.asText(node.toString()));
    }
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + json, e);
    }
  }

  static String text(Record content) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node(content)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is always JSON", e);
    }
  }

  /** The content of a file, if there is one. */
  static <T extends Record> Optional<T> read(Path file, Class<T> type) {
    try {
      return Optional.of(type.cast(record(MAPPER.readTree(Files.readAllBytes(file)), type)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new InputException(
          "%s is damaged: %s".formatted(file, e.getMessage().lines().findFirst().orElse("")), e);
    } catch (IOException e) {
      throw Disk.cannotRead(file, e);
    }
  }

  private static JsonNode node(Object value) {
    if (value instanceof Record record) {
      ObjectNode object = NODES.objectNode();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Object content = value(component, record);
        boolean tree = component.isAnnotationPresent(Tree.class);
        object.set(component.getName(), tree ? tree((String) content) : node(content));
      }
      return object;
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(Json::node).orElse(NODES.nullNode());
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? NODES.numberNode(optional.getAsLong()) : NODES.nullNode();
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? NODES.numberNode(optional.getAsDouble()) : NODES.nullNode();
    }
    if (value instanceof List<?> list) {
      return NODES.arrayNode().addAll(list.stream().map(Json::node).toList());
    }
    if (value instanceof Number || value instanceof Boolean) {
      return MAPPER.valueToTree(value);
    }
    return NODES.textNode(value.toString());
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot read " + component, e);
    }
  }

  private static Object record(JsonNode node, Class<?> type) {
    check(node.isObject(), type.getSimpleName(), "an object");
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = Arrays.stream(components).map(c -> component(node, c)).toArray();
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make " + type, e);
    }
  }

  private static Object component(JsonNode object, RecordComponent component) {
    JsonNode node = object.get(component.getName());
    if (node == null && component.getType().getSimpleName().startsWith("Optional")) {
      node = NODES.nullNode(); // an older version's file has not every key
    }
    if (node == null && component.getType() == List.class) {
      node = NODES.arrayNode();
    }
    check(node != null, component.getName(), "there");
    if (component.isAnnotationPresent(Tree.class)) {
      return node.toString();
    }
    return value(node, component.getGenericType(), component.getName());
  }

  private static Object value(JsonNode node, Type type, String key) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return node.isNull() ? Optional.empty() : Optional.of(value(node, inner, key));
      }
      check(node.isArray(), key, "a list");
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element, inner, key)));
      return list;
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted == OptionalLong.class) {
      return node.isNull() ? OptionalLong.empty() : OptionalLong.of(integer(node, key));
    }
    if (wanted == OptionalDouble.class) {
      return node.isNull() ? OptionalDouble.empty() : OptionalDouble.of(number(node, key));
    }
    return scalar(node, wanted, key);
  }

  private static Object scalar(JsonNode node, Class<?> type, String key) {
    if (type.isRecord()) {
      return record(node, type);
    }
    if (type == long.class) {
      return integer(node, key);
    }
    if (type == int.class) {
      return Math.toIntExact(integer(node, key));
    }
    if (type == double.class) {
      return number(node, key);
    }
    check(node.isTextual(), key, "a string");
    if (type == Instant.class) {
      return Instant.parse(node.textValue());
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equals(node.textValue()))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(key + " is " + node));
    }
    return node.textValue();
  }

  private static long integer(JsonNode node, String key) {
    check(node.canConvertToExactIntegral() && node.canConvertToLong(), key, "a whole number");
    return node.longValue();
  }

  private static double number(JsonNode node, String key) {
    check(node.isNumber(), key, "a number");
    return node.doubleValue();
  }

  private static void check(boolean valid, String key, String wanted) {
    if (!valid) {
      throw new IllegalArgumentException(key + " is not " + wanted);
    }
  }
}
