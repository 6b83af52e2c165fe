package bantam.recipes;

import static bantam.recipes.Checks.checkField;

/**
 * One benchmark task: a YAML file. Recipes name it; the reader puts the whole task in its place, so
 * that a changed task is another experiment.
 */
public record Task(
    @Key("the task's name; for a shipped task the file's name") String name,
    @Key(value = "raised when scores change", preset = "1", min = 1) int version,
    @Key("what answering needs") String description,
    @Key(value = "where the items come from", catalogue = "items") Choice items,
    @Key(value = "text between prompt and choice", preset = "' '") String delimiter,
    @Key(value = "text put behind every prompt", preset = "''") String suffix) {
  public Task {
    checkField(
        name.matches("[a-z0-9][a-z0-9_]{0,79}"),
        "name",
        "'" + name + "'",
        "must be lower-case letters, digits and underscores");
  }
}
