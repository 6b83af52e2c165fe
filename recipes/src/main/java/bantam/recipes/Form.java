package bantam.recipes;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a key's value may look like, from the type of its record component.
 *
 * @param type the class itself
 * @param element of a list, a mapping or an optional; elsewhere empty
 */
record Form(What what, Class<?> type, Optional<Form> element) {
  /** The forms that the language has. */
  enum What {
    INTEGER,
    NUMBER,
    BOOLEAN,
    TEXT,
    NAME,
    INPUT,
    STEP,
    CHOICE,
    RECIPE,
    TASK,
    RECORD,
    LIST,
    MAP,
    OPTIONAL
  }

  static Form of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Class<?> raw = (Class<?>) generic.getRawType();
      Form element = of(arguments[arguments.length - 1]);
      return new Form(container(raw), raw, Optional.of(element));
    }
    Class<?> plain = (Class<?>) type;
    return new Form(simple(plain), plain, Optional.empty());
  }

  /** Without the optional around it. */
  Form bare() {
    return what == What.OPTIONAL ? inside() : this;
  }

  Form inside() {
    return element.orElseThrow();
  }

  /** The enum's names as they stand in YAML: lower case, unless it spells them itself. */
  List<String> names() {
    return java.util.Arrays.stream(type.getEnumConstants()).map(Form::name).toList();
  }

  static String name(Object constant) {
    return constant instanceof Spelled written
        ? written.spelled()
        : ((Enum<?>) constant).name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static What container(Class<?> raw) {
    if (raw == List.class) {
      return What.LIST;
    }
    if (raw == Map.class) {
      return What.MAP;
    }
    if (raw == Optional.class) {
      return What.OPTIONAL;
    }
    throw new IllegalStateException("a key cannot be a " + raw);
  }

  private static What simple(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return What.INTEGER;
    }
    if (type == double.class || type == Double.class) {
      return What.NUMBER;
    }
    if (type == boolean.class || type == Boolean.class) {
      return What.BOOLEAN;
    }
    if (type == String.class) {
      return What.TEXT;
    }
    if (type.isEnum()) {
      return What.NAME;
    }
    return structured(type);
  }

  private static What structured(Class<?> type) {
    if (type == Input.class) {
      return What.INPUT;
    }
    if (type == Input.StepOf.class) {
      return What.STEP;
    }
    if (type == Choice.class) {
      return What.CHOICE;
    }
    if (type == Task.class) {
      return What.TASK;
    }
    if (type == Recipe.class) {
      return What.RECIPE;
    }
    if (type.isRecord()) {
      return What.RECORD;
    }
    throw new IllegalStateException("a key cannot be a " + type);
  }
}
