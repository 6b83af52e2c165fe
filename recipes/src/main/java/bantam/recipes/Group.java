package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.HashSet;
import java.util.List;

/**
 * Tasks that are named at once and have a score together. In a file of its own, or among the tasks
 * of an evaluation, it names tasks and groups by name or path; what an evaluation holds in the end
 * are the names of all tasks in it.
 */
public record Group(
    @Key("the group's name; for a shipped group the file's name") String name,
    @Key(value = "raised when scores change", preset = "1", min = 1) int version,
    @Key(value = "what answering needs", preset = "''") String description,
    @Key("tasks and groups, by the name of a shipped one or the path of a file") List<String> tasks,
    @Key(value = "what is pooled; every task measures it", preset = "[acc]") List<String> metrics,
    @Key(value = "whether every item counts alike, or every task", preset = "items")
        Weight weight) {
  /** What counts alike. */
  public enum Weight {
    /** The mean over all items. */
    ITEMS,
    /** The mean of the tasks' scores. */
    TASKS
  }

  public Group {
    tasks = List.copyOf(tasks);
    metrics = List.copyOf(metrics);
    checkField(
        name.matches(Task.NAME),
        "name",
        "'" + name + "'",
        "must be lower-case letters, digits and underscores");
    checkField(!tasks.isEmpty(), "tasks", "[]", "must name a task");
    checkField(
        new HashSet<>(tasks).size() == tasks.size(), "tasks", tasks, "must name each task once");
    checkField(!metrics.isEmpty(), "metrics", "[]", "must name a metric");
  }
}
