package bantam.recipes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A YAML tree that knows where each of its nodes was written. A node that is a mapping's value has
 * the line of its key.
 */
public sealed interface Node {
  Origin origin();

  /** Keys and values in the order of the file. */
  record Mapping(Origin origin, Map<String, Node> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The same mapping with this value under the key: in its old place, or at the end. */
    Mapping with(String key, Node value) {
      Map<String, Node> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(origin, changed);
    }

    /** The same keys, each value changed. */
    Mapping map(BiFunction<String, Node, Node> change) {
      Map<String, Node> changed = new LinkedHashMap<>(entries);
      changed.replaceAll(change);
      return new Mapping(origin, changed);
    }

    Mapping without(String key) {
      Map<String, Node> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(origin, changed);
    }

    @Override
    public String toString() {
      return "a mapping";
    }
  }

  /** Elements in the order of the file. */
  record Sequence(Origin origin, List<Node> elements) implements Node {
    public Sequence {
      elements = List.copyOf(elements);
    }

    Sequence with(int index, Node value) {
      List<Node> changed = new ArrayList<>(elements);
      changed.set(index, value);
      return new Sequence(origin, changed);
    }

    @Override
    public String toString() {
      return "a list";
    }
  }

  /**
   * Text, a number, a boolean, or nothing.
   *
   * @param text as it was written, quotes and escapes undone
   * @param quoted whether it is text whatever it looks like
   */
  record Scalar(Origin origin, String text, boolean quoted) implements Node {
    @Override
    public String toString() {
      return Scalars.isNumber(this) || Scalars.isBoolean(this) ? Quote.line(text) : Quote.of(text);
    }
  }
}
