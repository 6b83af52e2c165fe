package bantam.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Records as maps, lists, text, numbers and booleans, every default explicit.
 *
 * @param identity whether cosmetic keys are left out
 * @param input the text of an input
 */
record Plain(boolean identity, Function<Input, String> input) {
  /** A whole recipe, its kind first. */
  Map<String, Object> recipe(Recipe recipe) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("kind", Kinds.name(recipe));
    fields((Record) recipe, keys);
    return keys;
  }

  /** A catalogue's member with its options. */
  Map<String, Object> choice(Choice choice) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("use", choice.name());
    fields(choice.options(), keys);
    return keys;
  }

  private Map<String, Object> record(Record record) {
    Map<String, Object> keys = new LinkedHashMap<>();
    fields(record, keys);
    return keys;
  }

  private void fields(Record record, Map<String, Object> keys) {
    for (Shape.Part part : Shape.of(record.getClass()).parts()) {
      Object value = part.in(record);
      if (part.field().isEmpty()) {
        fields((Record) value, keys);
        continue;
      }
      Shape.Field field = part.field().get();
      boolean absent = value instanceof Optional<?> optional && optional.isEmpty();
      if (!absent && !(identity && field.key().cosmetic())) {
        keys.put(field.name(), value(value));
      }
    }
  }

  private Object value(Object value) {
    if (value instanceof Optional<?> optional) {
      return value(optional.orElseThrow());
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(value(element)));
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, one) -> entries.put((String) key, value(one)));
      return entries;
    }
    if (value instanceof Enum<?> constant) {
      return Form.name(constant);
    }
    return structured(value);
  }

  private Object structured(Object value) {
    if (value instanceof Input given) {
      return input.apply(given);
    }
    if (value instanceof Choice choice) {
      return choice(choice);
    }
    if (value instanceof Recipe inner) {
      Map<String, Object> keys = recipe(inner);
      keys.remove("name"); // its holder gives it
      return keys;
    }
    return value instanceof Record record ? record(record) : value;
  }
}
