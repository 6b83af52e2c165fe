package bantam.results;

import bantam.recipes.InputException;
import bantam.results.Table.Heading;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Takes rows apart into cells and puts them together again. A cell is what {@link Table} says; an
 * empty {@code Optional} is a null cell.
 *
 * @param <R> the row's record
 */
final class Records<R extends Record> {
  private final Class<R> type;
  private final RecordComponent[] components;
  private final Constructor<R> constructor;

  private Records(Class<R> type) {
    this.type = type;
    this.components = type.getRecordComponents();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new LinkageError("every record has a canonical constructor", e);
    }
  }

  static <R extends Record> Records<R> of(Class<R> type) {
    return new Records<>(type);
  }

  /** The table that rows of a type make, such as {@code metrics}. */
  static String tableName(Class<? extends Record> type) {
    String name = snakeCase(type.getSimpleName());
    // what cannot be counted, such as efficiency, has no plural
    return name.endsWith("y") ? name : name + "s";
  }

  List<RecordComponent> components() {
    return List.of(components);
  }

  List<Heading> headings() {
    return Arrays.stream(components).map(Records::heading).toList();
  }

  static Heading heading(RecordComponent component) {
    Column column = component.getAnnotation(Column.class);
    if (column == null) {
      throw new IllegalArgumentException(component + " needs a @Column");
    }
    return new Heading(snakeCase(component.getName()), column.value(), column.unit());
  }

  /** {@code logLikelihood} as {@code log_likelihood}. */
  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  List<Object> cells(R row) {
    Object[] cells = new Object[components.length];
    for (int c = 0; c < cells.length; c++) {
      try {
        cells[c] = cell(components[c].getAccessor().invoke(row));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("cannot read " + components[c], e);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(cells));
  }

  private static Object cell(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.orElse(null);
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    }
    return value;
  }

  /**
   * @param cells in the order of the components
   */
  R row(List<Object> cells) {
    Object[] values = new Object[components.length];
    for (int c = 0; c < values.length; c++) {
      values[c] = value(components[c], cells.get(c));
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new InputException("not a row of %s: %s".formatted(tableName(type), cells), e);
    }
  }

  private static Object value(RecordComponent component, Object cell) {
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return Optional.ofNullable(cell);
    }
    if (type == OptionalDouble.class) {
      return cell == null ? OptionalDouble.empty() : OptionalDouble.of((double) cell);
    }
    if (type == OptionalLong.class) {
      return cell == null ? OptionalLong.empty() : OptionalLong.of((long) cell);
    }
    if (type == OptionalInt.class) {
      return cell == null ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact((long) cell));
    }
    if (cell == null) {
      throw new InputException(heading(component).name() + " has a null, which it never has");
    }
    if (type == int.class) {
      return Math.toIntExact((long) cell);
    }
    if (type == List.class && component.getGenericType().getTypeName().contains("Integer")) {
      return ((List<?>) cell).stream().map(id -> Math.toIntExact((long) id)).toList();
    }
    return cell instanceof Map<?, ?> map ? new TreeMap<>(map) : cell;
  }

  /** Whether a component's cells may be null. */
  static boolean nullable(RecordComponent component) {
    return component.getType().getSimpleName().startsWith("Optional");
  }

  /**
   * The class of a component's cells that are not null: {@code Long}, {@code Integer}, {@code
   * Double}, {@code Boolean}, {@code String}, {@code Instant}, {@code List} or {@code SortedMap}.
   */
  static Class<?> cellType(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == long.class || type == OptionalLong.class) {
      return Long.class;
    }
    if (type == int.class || type == OptionalInt.class) {
      return Integer.class;
    }
    if (type == double.class || type == OptionalDouble.class) {
      return Double.class;
    }
    if (type == boolean.class) {
      return Boolean.class;
    }
    return type == Optional.class ? elementType(component) : type;
  }

  /** The class of an {@code Optional}'s value or of a {@code List}'s elements. */
  static Class<?> elementType(RecordComponent component) {
    String name = component.getGenericType().getTypeName();
    for (Class<?> type :
        List.of(
            Long.class, Integer.class, Double.class, Boolean.class, String.class, Instant.class)) {
      if (name.endsWith("<" + type.getName() + ">")) {
        return type;
      }
    }
    throw new IllegalArgumentException("no column type for " + name);
  }
}
