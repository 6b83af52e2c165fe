package bantam.recipes;

import java.util.ArrayList;
import java.util.List;

/** What each kind and each key means, from the records. */
public final class Docs {
  private Docs() {}

  /** A recipe kind. */
  public record KindDoc(String name, String doc) {}

  /**
   * A key.
   *
   * @param name snake_case
   * @param type in words, with its range and its choices
   * @param preset the default as YAML; {@code required} or {@code optional} without one
   */
  public record KeyDoc(String name, String type, String preset, String doc) {}

  /** The kinds in the order of a model's life. */
  public static List<KindDoc> kinds() {
    return Kinds.names().stream()
        .map(name -> new KindDoc(name, Kinds.of(Kinds.type(name)).doc()))
        .toList();
  }

  /**
   * The keys of a kind, {@code kind} itself left out.
   *
   * @throws RecipeException if there is no such kind
   */
  public static List<KeyDoc> keys(String kind, Catalogues catalogues) {
    return keys(Shape.of(Kinds.type(kind)), catalogues);
  }

  /** The keys of any record, such as a catalogue entry's options. */
  public static List<KeyDoc> keys(Class<? extends Record> type, Catalogues catalogues) {
    return keys(Shape.of(type), catalogues);
  }

  private static List<KeyDoc> keys(Shape shape, Catalogues catalogues) {
    List<KeyDoc> docs = new ArrayList<>();
    for (Shape.Field field : shape.fields().values()) {
      Form form = field.form();
      String none = form.what() == Form.What.OPTIONAL ? "optional" : "required";
      String preset = field.key().preset();
      docs.add(
          new KeyDoc(
              field.name(),
              type(form, field.key(), catalogues),
              preset.isEmpty() ? none : preset,
              field.key().value()));
    }
    return docs;
  }

  /** What may stand for a record, and the record's first brace. */
  private static String brief(Form form, Catalogues catalogues) {
    return Shape.of(form.type())
        .brief()
        .map(field -> type(field.form(), field.key(), catalogues) + " | {")
        .orElse("{");
  }

  private static String type(Form form, Key key, Catalogues catalogues) {
    return switch (form.what()) {
      case INTEGER -> range("integer", key);
      case NUMBER -> range("number", key);
      case BOOLEAN -> "true or false";
      case TEXT -> "text";
      case NAME -> String.join(" | ", form.names());
      case INPUT -> "path or ${stage.output}";
      case STEP -> "RUN@STEP or ${stage.run}@STEP";
      case CHOICE -> {
        Catalogue<?> catalogue = catalogues.of(key.catalogue());
        yield catalogue.noun() + ": " + String.join(" | ", catalogue.names());
      }
      case RECIPE -> "recipe";
      case TASK -> "task";
      case RECORD ->
          brief(form, catalogues) + String.join(", ", Shape.of(form.type()).names()) + "}";
      case LIST -> "list of " + type(form.inside(), key, catalogues);
      case MAP -> "name: " + type(form.inside(), key, catalogues);
      case OPTIONAL -> type(form.inside(), key, catalogues);
    };
  }

  private static String range(String type, Key key) {
    String range = Range.words(key.min(), key.max());
    return range.isEmpty() ? type : type + " " + range;
  }
}
