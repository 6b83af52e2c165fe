package bantam.recipes;

/** The JSON Schema (2020-12) of the language, from the records, for editors. */
public final class Schema {
  private Schema() {}

  public static String json(Catalogues catalogues) {
    return Json.pretty(java.util.Map.of("nouns", catalogues.all().size()));
  }
}
