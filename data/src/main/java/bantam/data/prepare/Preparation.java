package bantam.data.prepare;

import bantam.data.corpus.JsonLine;

/** A change of records that templates cannot make; a pure function. */
@FunctionalInterface
public interface Preparation {
  /**
   * The record with other or more fields; the one given stays as it is.
   *
   * @throws bantam.recipes.InputException if it lacks a field
   */
  JsonLine prepare(JsonLine record);
}
