package bantam.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (2020-12) of the language, from the records, for editors. It knows what the
 * reader knows except what a record's constructor checks and what stages make; a recipe that
 * extends another is held to the names of the keys only, because its values may be partial.
 */
public final class Schema {
  private final Catalogues catalogues;
  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private Schema(Catalogues catalogues) {
    this.catalogues = catalogues;
  }

  /** The schema of recipe files. */
  public static String json(Catalogues catalogues) {
    return Json.pretty(new Schema(catalogues).root());
  }

  private Map<String, Object> root() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Bantam recipe");
    root.putAll(anyKind("kind"));
    for (String kind : Kinds.names()) {
      define("kind-" + kind, () -> kind(kind, true));
      define("stage-" + kind, () -> kind(kind, false));
    }
    define("variant", Schema::variant);
    root.put("$defs", definitions);
    return root;
  }

  /** One recipe: by its kind, or by the names of keys where it extends another. */
  private static Map<String, Object> anyKind(String prefix) {
    List<Object> branches = new ArrayList<>();
    for (String kind : Kinds.names()) {
      branches.add(
          ordered(
              "if",
              Map.of("properties", Map.of("kind", Map.of("const", kind))),
              "then",
              reference(prefix + "-" + kind)));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", Map.of("kind", Map.of("enum", Kinds.names())));
    schema.put("if", Map.of("required", List.of("extends")));
    schema.put("then", reference("variant"));
    schema.put("else", ordered("required", List.of("kind"), "allOf", branches));
    return schema;
  }

  private Map<String, Object> kind(String name, boolean named) {
    Class<? extends Recipe> type = Kinds.type(name);
    Map<String, Object> schema =
        object(Shape.of(type), Map.of("kind", Map.of("const", name)), named);
    schema.put("description", Kinds.of(type).doc());
    return schema;
  }

  private static Map<String, Object> variant() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("kind", Map.of("enum", Kinds.names()));
    properties.put(
        "extends",
        Map.of("type", "string", "description", "a recipe file, or a shipped one's name"));
    for (String kind : Kinds.names()) {
      Shape.of(Kinds.type(kind))
          .fields()
          .forEach(
              (key, field) ->
                  properties.putIfAbsent(key, Map.of("description", field.key().value())));
    }
    return closed(properties, List.of("extends"));
  }

  private Map<String, Object> object(Shape shape, Map<String, Object> first, boolean named) {
    Map<String, Object> properties = new LinkedHashMap<>(first);
    List<String> required = new ArrayList<>(first.keySet());
    for (Shape.Field field : shape.fields().values()) {
      if (named || !field.name().equals("name")) {
        properties.put(field.name(), key(field));
        if (field.required()) {
          required.add(field.name());
        }
      }
    }
    return closed(properties, required);
  }

  private static Map<String, Object> closed(Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  private Map<String, Object> key(Shape.Field field) {
    Map<String, Object> schema = new LinkedHashMap<>(value(field.form(), field.key()));
    schema.put("description", field.key().value());
    field.preset().ifPresent(preset -> schema.put("default", plain(preset)));
    return schema;
  }

  private Map<String, Object> value(Form form, Key key) {
    return switch (form.what()) {
      case INTEGER -> number("integer", key);
      case NUMBER -> number("number", key);
      case BOOLEAN -> Map.of("type", "boolean");
      case TEXT -> Map.of("type", List.of("string", "number", "boolean"));
      case NAME -> Map.of("enum", form.names());
      case INPUT -> ordered("type", "string", "minLength", 1);
      case STEP -> ordered("type", "string", "pattern", "^.+@[0-9]+$");
      case CHOICE -> choice(catalogues.of(key.catalogue()));
      case RECIPE -> define("stage", () -> anyKind("stage"));
      case TASK ->
          Map.of("anyOf", List.of(Map.of("type", "string"), record("task", Shape.of(Task.class))));
      case RECORD -> structure(form);
      case LIST -> Map.of("type", "array", "items", value(form.inside(), key));
      case MAP -> map(form.inside(), key);
      case OPTIONAL -> value(form.inside(), key);
    };
  }

  private Map<String, Object> structure(Form form) {
    Map<String, Object> whole = object(Shape.of(form.type()), Map.of(), true);
    return Shape.of(form.type())
        .brief()
        .map(field -> Map.<String, Object>of("anyOf", List.of(key(field), whole)))
        .orElse(whole);
  }

  private Map<String, Object> map(Form element, Key key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", value(element, key));
    return schema;
  }

  private static Map<String, Object> number(String type, Key key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    if (Double.isFinite(key.min())) {
      schema.put("minimum", key.min());
    }
    if (Double.isFinite(key.max())) {
      schema.put("maximum", key.max());
    }
    return schema;
  }

  private Map<String, Object> choice(Catalogue<?> catalogue) {
    return define(
        "choice-of-" + catalogue.noun().replace(' ', '-'),
        () -> {
          List<Object> members = new ArrayList<>();
          List<String> alone = new ArrayList<>();
          for (Catalogue.Entry<?, ?> entry : catalogue.entries()) {
            Shape shape = Shape.of(entry.options());
            if (shape.fields().values().stream().noneMatch(Shape.Field::required)) {
              alone.add(entry.name());
            }
            Map<String, Object> use = Map.of("use", Map.of("const", entry.name()));
            Map<String, Object> member = object(shape, use, true);
            member.put("description", entry.doc());
            members.add(member);
          }
          if (!alone.isEmpty()) {
            members.add(0, Map.of("enum", alone));
          }
          return Map.of("anyOf", members);
        });
  }

  private Map<String, Object> record(String name, Shape shape) {
    return define(name, () -> object(shape, Map.of(), true));
  }

  // The name is taken before the work, because a catalogue's member may hold such a choice itself.
  private Map<String, Object> define(
      String name, java.util.function.Supplier<Map<String, Object>> work) {
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      definitions.put(name, work.get());
    }
    return reference(name);
  }

  // Map.of has another order in every process; the schema is the same text each time.
  private static Map<String, Object> ordered(String a, Object first, String b, Object second) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, first);
    map.put(b, second);
    return map;
  }

  private static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/$defs/" + name);
  }

  private static Object plain(Node node) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> map.put(key, plain(value)));
      return map;
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.elements().stream().map(Schema::plain).toList();
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (Scalars.isBoolean(scalar)) {
      return Boolean.valueOf(scalar.text());
    }
    return Scalars.isNumber(scalar) ? (Object) Scalars.number(scalar).getAsDouble() : scalar.text();
  }
}
