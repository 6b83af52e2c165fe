package bantam.recipes;

/** A name of a key's values that Java cannot spell as recipes do. */
interface Spelled {
  /** As it stands in YAML. */
  String spelled();
}
