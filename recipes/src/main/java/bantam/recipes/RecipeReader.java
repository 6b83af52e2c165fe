package bantam.recipes;

import java.util.List;

/** Reads recipes strictly: what is not understood is an error with its place and the remedy. */
public final class RecipeReader {
  private final Catalogues catalogues;

  public RecipeReader(Catalogues catalogues) {
    this.catalogues = catalogues;
  }

  /**
   * Reads a recipe with everything that it extends.
   *
   * @param overrides {@code a.b.c=value} each, the value in YAML; applied in order
   * @throws RecipeException with one line for each thing that is wrong
   */
  public Document read(Source source, List<String> overrides) {
    return Later.lands("%s %s %s".formatted(source, overrides, catalogues.all()), Document.class);
  }

  /**
   * Reads anything else that is written like a recipe, such as a task or a catalogue entry's
   * options.
   */
  public <T extends Record> T bind(Node node, Class<T> type) {
    return Later.lands("%s %s".formatted(node, type), type);
  }
}
