package bantam.runners.pipeline;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Rebuilds a recipe with all values of one type replaced; everything else stays as it is. */
final class Rewiring {
  private Rewiring() {}

  /**
   * A copy of {@code recipe} in which every {@code T}, also those in the options of catalogue
   * members, went through {@code wire}.
   */
  static <R, T> R replace(R recipe, Class<T> type, UnaryOperator<T> wire) {
    @SuppressWarnings("unchecked") // a record is rebuilt as its own class
    R copy = (R) rebuild(recipe, value -> type.isInstance(value), v -> wire.apply(type.cast(v)));
    return copy;
  }

  private static Object rebuild(
      Object value, Predicate<Object> wanted, UnaryOperator<Object> wire) {
    if (wanted.test(value)) {
      return wire.apply(value);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(held -> rebuild(held, wanted, wire));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> rebuild(item, wanted, wire)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, held) -> copy.put(key, rebuild(held, wanted, wire)));
      return copy;
    }
    return value instanceof Record held ? rebuildRecord(held, wanted, wire) : value;
  }

  private static Record rebuildRecord(
      Record value, Predicate<Object> wanted, UnaryOperator<Object> wire) {
    RecordComponent[] components = value.getClass().getRecordComponents();
    try {
      Object[] parts = new Object[components.length];
      for (int i = 0; i < parts.length; i++) {
        components[i].getAccessor().setAccessible(true);
        parts[i] = rebuild(components[i].getAccessor().invoke(value), wanted, wire);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<? extends Record> canonical = value.getClass().getDeclaredConstructor(types);
      canonical.setAccessible(true); // options records may be private to their method's file
      return canonical.newInstance(parts);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot rebuild " + value.getClass(), e);
    }
  }
}
