package bantam.recipes;

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

  public static List<KindDoc> kinds() {
    return List.of();
  }

  /**
   * @throws RecipeException if there is no such kind
   */
  public static List<KeyDoc> keys(String kind, Catalogues catalogues) {
    return List.of();
  }

  /** The keys of any record, such as a catalogue entry's options. */
  public static List<KeyDoc> keys(Class<? extends Record> type, Catalogues catalogues) {
    return List.of();
  }
}
