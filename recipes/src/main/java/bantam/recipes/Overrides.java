package bantam.recipes;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Puts {@code --set a.b.c=value} into a tree. The path is walked by the records' types, so that a
 * key which the file leaves to its default can be set, and a typo in the path is told as one.
 */
final class Overrides {
  private final Catalogues catalogues;
  private final List<String> path;
  private final Node value;
  private final Origin origin;

  private Overrides(Catalogues catalogues, List<String> path, Node value, Origin origin) {
    this.catalogues = catalogues;
    this.path = path;
    this.value = value;
    this.origin = origin;
  }

  /** The tree with the overrides in it, applied in order. */
  static Node.Mapping apply(Node.Mapping tree, List<String> overrides, Catalogues catalogues) {
    Node.Mapping result = tree;
    for (String override : overrides) {
      Origin origin = Origin.override(override);
      int equals = override.indexOf('=');
      List<String> path =
          List.of(override.substring(0, Math.max(0, equals)).strip().split("\\.", -1));
      if (path.contains("")) {
        throw origin.wrong("it must be KEY=VALUE, such as steps=100 or stages.teacher.steps=100");
      }
      Node value = Yaml.value(override.substring(equals + 1), origin);
      result = new Overrides(catalogues, path, value, origin).recipe(result, 0);
    }
    return result;
  }

  private Node.Mapping recipe(Node.Mapping node, int at) {
    if (at + 1 == path.size() && path.get(at).equals("kind")) {
      return node.with("kind", value);
    }
    return fields(node, Shape.of(Kinds.of(node)).fields(), at);
  }

  private Node.Mapping fields(Node.Mapping node, Map<String, Shape.Field> fields, int at) {
    String name = path.get(at);
    Shape.Field field = fields.get(name);
    if (field == null) {
      throw unknown(at, fields.keySet());
    }
    if (at + 1 == path.size()) {
      return node.with(name, value);
    }
    Node inside = node.entries().get(name);
    if (inside == null) {
      inside = field.preset().orElseGet(() -> new Node.Mapping(origin, Map.of()));
    }
    return node.with(name, into(inside, field.form().bare(), field.key(), at + 1));
  }

  private Node into(Node node, Form form, Key key, int at) {
    if (at == path.size()) {
      return value;
    }
    return switch (form.what()) {
      case RECORD -> {
        Shape shape = Shape.of(form.type());
        yield fields(mapping(shape.unfolded(node), at), shape.fields(), at);
      }
      case TASK -> fields(mapping(node, at), Shape.of(Task.class).fields(), at);
      case RECIPE -> recipe(mapping(node, at), at);
      case CHOICE -> choice(node, catalogues.of(key.catalogue()), at);
      case MAP -> entry(mapping(node, at), form.inside(), key, at);
      case LIST -> element(node, form.inside(), key, at);
      default -> throw closed(node, at);
    };
  }

  private Node.Mapping choice(Node node, Catalogue<?> catalogue, int at) {
    Node.Mapping whole =
        node instanceof Node.Scalar name
            ? new Node.Mapping(node.origin(), Map.of("use", name))
            : mapping(node, at);
    if (path.get(at).equals("use") && at + 1 == path.size()) {
      return whole.with("use", value);
    }
    if (!(whole.entries().get("use") instanceof Node.Scalar name)) {
      throw origin.wrong(
          "%s has no member chosen yet; it must be a %s, such as --set %s='{use: %s}'"
              .formatted(
                  before(at), catalogue.noun(), before(at), catalogue.names().iterator().next()));
    }
    Catalogue.Entry<?, ?> entry =
        catalogue
            .find(name.text())
            .orElseThrow(
                () ->
                    name.origin().wrong("use is " + Nearest.hint(name.text(), catalogue.names())));
    return fields(whole, Shape.of(entry.options()).fields(), at);
  }

  private Node entry(Node.Mapping node, Form element, Key key, int at) {
    Node inside = node.entries().get(path.get(at));
    if (inside == null && at + 1 < path.size()) {
      throw unknown(at, node.entries().keySet());
    }
    return node.with(path.get(at), inside == null ? value : into(inside, element, key, at + 1));
  }

  private Node element(Node node, Form element, Key key, int at) {
    if (!(node instanceof Node.Sequence list)) {
      throw closed(node, at);
    }
    int size = list.elements().size();
    String index = path.get(at);
    boolean number = index.length() < 9 && index.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || Integer.parseInt(index) >= size) {
      throw origin.wrong(
          "%s has no element %s; %s"
              .formatted(
                  before(at),
                  Quote.of(index),
                  size == 0 ? "it is empty; set it as a whole" : "the last is " + (size - 1)));
    }
    int i = Integer.parseInt(index);
    return list.with(i, into(list.elements().get(i), element, key, at + 1));
  }

  private Node.Mapping mapping(Node node, int at) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw closed(node, at);
  }

  private RecipeException closed(Node node, int at) {
    return origin.wrong(
        "%s is %s and has no key %s; set it as a whole"
            .formatted(before(at), node, Quote.of(path.get(at))));
  }

  private RecipeException unknown(int at, Collection<String> known) {
    String where = at == 0 ? "the recipe" : before(at);
    return origin.wrong(
        known.isEmpty()
            ? "%s has no key %s".formatted(where, Quote.of(path.get(at)))
            : "%s has no key %s"
                .formatted(
                    where, Nearest.hint(path.get(at), known).replace("it must be", "it can be")));
  }

  private String before(int at) {
    return Quote.line(String.join(".", path.subList(0, at)));
  }
}
