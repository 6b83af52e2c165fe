package bantam.recipes;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes records from located nodes: strict, and with the place in every error. */
final class Binder {
  private final Catalogues catalogues;
  private final Optional<Path> data;
  private final List<Document.Located> inputs = new ArrayList<>();

  /**
   * @param data the directory from which relative paths in shipped tasks start
   */
  Binder(Catalogues catalogues, Optional<Path> data) {
    this.catalogues = catalogues;
    this.data = data;
  }

  /** Every input that was bound so far. */
  List<Document.Located> inputs() {
    return inputs;
  }

  /** What finds the tasks of groups. */
  Groups groups() {
    return new Groups(data);
  }

  /** A record whose keys are the mapping's. */
  <T extends Record> T record(Node.Mapping node, Class<T> type, Spot spot) {
    return record(node, type, spot, List.of());
  }

  /**
   * @param others keys of the mapping that are not the record's, such as {@code kind}
   */
  <T extends Record> T record(Node.Mapping node, Class<T> type, Spot spot, List<String> others) {
    Shape shape = Shape.of(type);
    Problems problems = new Problems();
    List<String> allowed = new ArrayList<>(others);
    allowed.addAll(shape.names());
    List<String> meant = new ArrayList<>();
    for (var entry : node.entries().entrySet()) {
      if (!problems.enough() && !allowed.contains(entry.getKey())) {
        problems.add(unknownKey(entry.getKey(), entry.getValue(), allowed));
        Nearest.to(entry.getKey(), allowed).ifPresent(meant::add);
      }
    }
    Optional<Record> made = problems.attempt(() -> fill(node, shape, spot, meant));
    problems.raise();
    return type.cast(made.orElseThrow());
  }

  private static RecipeException unknownKey(String key, Node value, List<String> allowed) {
    return value
        .origin()
        .wrong(
            "unknown key %s"
                .formatted(Nearest.hint(key, allowed).replace("; it must be", "; it can be")));
  }

  private Record fill(Node.Mapping node, Shape shape, Spot spot, List<String> meant) {
    Problems problems = new Problems();
    List<Shape.Part> parts = shape.parts();
    Object[] arguments = new Object[parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      Shape.Part part = parts.get(i);
      Optional<Object> value =
          problems.attempt(
              () ->
                  part.field()
                      .map(field -> field(node, field, spot, meant))
                      .orElseGet(() -> fill(node, part.inlined(), spot, meant)));
      arguments[i] = value.orElse(null);
    }
    problems.raise();
    try {
      Record made = shape.make(arguments);
      if (made instanceof Task task) {
        Suited.check(task, catalogues);
      }
      return made;
    } catch (RecipeException e) {
      if (meant.contains(e.key())) {
        throw Problems.told(); // the typo itself is
      }
      Node about = node.entries().getOrDefault(e.key(), node);
      throw new RecipeException(about.origin() + ": " + e.getMessage(), e);
    }
  }

  private Object field(Node.Mapping node, Shape.Field field, Spot spot, List<String> meant) {
    Node given = node.entries().get(field.name());
    Spot inner = spot.in(field);
    if (given != null) {
      return value(given, field.form(), inner);
    }
    Optional<Node> preset = field.preset();
    if (preset.isPresent()) {
      return value(preset.get(), field.form(), inner);
    }
    if (field.form().what() == Form.What.OPTIONAL) {
      return Optional.empty();
    }
    // The typo itself is told; that the right key is missing follows from it.
    throw meant.contains(field.name())
        ? Problems.told()
        : node.origin()
            .wrong(
                "missing key '%s' (%s); write it%s"
                    .formatted(
                        field.name(),
                        field.key().value(),
                        inner.settable() ? ", or give --set " + inner.path() + "=..." : ""));
  }

  /** Any value; a list's or a mapping's elements have the range and catalogue of the whole. */
  Object value(Node node, Form form, Spot spot) {
    if (Scalars.isNull(node)) {
      throw node.origin()
          .wrong(
              "%s has no value; give one, or delete the key%s"
                  .formatted(
                      spot.name(),
                      form.bare().what() == Form.What.TEXT ? "; '' is empty text" : ""));
    }
    return switch (form.what()) {
      case INTEGER -> Values.integer(spot, node, form.type());
      case NUMBER -> Values.number(spot, node);
      case BOOLEAN -> Values.bool(spot, node);
      case TEXT -> Values.text(spot, node);
      case NAME -> Values.name(spot, node, form);
      case INPUT -> input(node, spot);
      case STEP -> step(node, spot);
      case CHOICE -> new Choices(this, catalogues).choice(node, spot);
      case RECIPE -> new Recipes(this).varied(node, spot);
      case TASK -> new Tasks(this, data).task(node, spot);
      case RECORD -> structure(node, form.type().asSubclass(Record.class), spot);
      case LIST -> list(node, form.inside(), spot);
      case MAP -> map(node, form.inside(), spot);
      case OPTIONAL -> Optional.of(value(node, form.inside(), spot));
    };
  }

  private Record structure(Node node, Class<? extends Record> type, Spot spot) {
    Shape shape = Shape.of(type);
    Node whole = shape.unfolded(node);
    if (whole != node) {
      // bound twice, so that what is wrong is said of the key that is written
      Shape.Field field = shape.brief().orElseThrow();
      value(node, field.form(), spot.as(field.key()));
    }
    return record(mapping(whole, spot), type, spot);
  }

  static Node.Mapping mapping(Node node, Spot spot) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw Values.wrongType(spot, node, "a mapping of keys");
  }

  private List<Object> list(Node node, Form element, Spot spot) {
    if (!(node instanceof Node.Sequence sequence)) {
      throw Values.wrongType(spot, node, "a list, such as [a, b]");
    }
    Problems problems = new Problems();
    List<Object> values = new ArrayList<>();
    List<Node> elements = sequence.elements();
    if (element.what() == Form.What.INPUT) {
      elements = elements.stream().flatMap(one -> Glob.expand(one).stream()).toList();
    }
    for (Node one : elements) {
      Spot inner = spot.element(Integer.toString(values.size()));
      problems.attempt(() -> value(one, element, inner)).ifPresent(values::add);
    }
    problems.raise();
    return Collections.unmodifiableList(values);
  }

  private Map<String, Object> map(Node node, Form element, Spot spot) {
    Node.Mapping mapping = mapping(node, spot);
    if (element.what() == Form.What.RECIPE) {
      return new Recipes(this).stages(mapping, spot);
    }
    Problems problems = new Problems();
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, one) ->
                problems
                    .attempt(() -> value(one, element, spot.element(name)))
                    .ifPresent(value -> values.put(name, value)));
    problems.raise();
    return Collections.unmodifiableMap(values);
  }

  private Input input(Node node, Spot spot) {
    if (!(node instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
      throw Values.wrongType(spot, node, "a path or ${stage.output}");
    }
    Input input =
        scalar.text().startsWith("${")
            ? spot.scope().reference(spot.name(), scalar)
            : new Input.File(path(scalar, spot));
    inputs.add(new Document.Located(spot.path(), node.origin(), input));
    return input;
  }

  private Input.StepOf step(Node node, Spot spot) {
    String text = node instanceof Node.Scalar scalar ? scalar.text() : "";
    int at = text.lastIndexOf('@');
    if (at < 1 || !text.substring(at + 1).matches("[0-9]{1,9}")) {
      throw Values.wrongType(spot, node, "RUN@STEP, such as teacher-1a2b3c4d@2000");
    }
    Node.Scalar run = new Node.Scalar(node.origin(), text.substring(0, at), true);
    Input input =
        run.text().startsWith("${")
            ? spot.scope().reference(spot.name(), run)
            : new Input.File(path(run, spot));
    Input.StepOf step = new Input.StepOf(input, Long.parseLong(text.substring(at + 1)));
    inputs.add(new Document.Located(spot.path(), node.origin(), step));
    return step;
  }

  private static Path path(Node.Scalar scalar, Spot spot) {
    try {
      return scalar.origin().resolve(Path.of(scalar.text()));
    } catch (InvalidPathException e) {
      throw new RecipeException(
          scalar.origin() + ": %s is %s; it must be a path".formatted(spot.name(), scalar), e);
    }
  }
}
