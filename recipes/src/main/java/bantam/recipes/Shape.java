package bantam.recipes;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record as the language sees it: its keys, those of inlined records among them. */
final class Shape {
  private static final ClassValue<Shape> KNOWN =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  /** One key. */
  record Field(String name, Form form, Key key) {
    /** The default as a tree; empty if there is none. */
    Optional<Node> preset() {
      return key.preset().isEmpty()
          ? Optional.empty()
          : Optional.of(
              Presets.of(key.preset(), new Origin("the default of " + name, 0, Optional.empty())));
    }

    boolean required() {
      return key.preset().isEmpty() && form.what() != Form.What.OPTIONAL;
    }
  }

  /** A component: a key, or a record whose keys stand at the same level. */
  record Part(RecordComponent component, Optional<Field> field) {
    Shape inlined() {
      return of(component.getType());
    }

    Object in(Record holder) {
      try {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(holder);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final Class<?> type;
  private final List<Part> parts;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Constructor<?> constructor;

  private Shape(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.parts = Arrays.stream(components).map(Shape::part).toList();
    for (Part part : parts) {
      part.field()
          .ifPresentOrElse(
              field -> fields.put(field.name(), field), () -> fields.putAll(part.inlined().fields));
    }
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  static Shape of(Class<?> type) {
    return KNOWN.get(type);
  }

  List<Part> parts() {
    return parts;
  }

  /** Every key in the order of the record. */
  Map<String, Field> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** The key whose value may stand for the whole record, if it has one. */
  Optional<Field> brief() {
    return Optional.ofNullable(type.getAnnotation(Brief.class))
        .map(brief -> fields.get(brief.value()));
  }

  /** A tree of the record with its keys, where the value of one of them stands for it. */
  Node unfolded(Node node) {
    return node instanceof Node.Scalar && brief().isPresent()
        ? new Node.Mapping(node.origin(), Map.of(brief().get().name(), node))
        : node;
  }

  List<String> names() {
    return new ArrayList<>(fields.keySet());
  }

  /**
   * Calls the canonical constructor.
   *
   * @throws Failure as the constructor does
   */
  Record make(Object[] arguments) {
    try {
      return (Record) constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException("the constructor of " + type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Part part(RecordComponent component) {
    if (component.isAnnotationPresent(Inline.class)) {
      return new Part(component, Optional.empty());
    }
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw new IllegalStateException(component + " has no @Key");
    }
    return new Part(
        component,
        Optional.of(
            new Field(snake(component.getName()), Form.of(component.getGenericType()), key)));
  }

  private static String snake(String camel) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        out.append('_').append((char) (c - 'A' + 'a'));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
