package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;

/** Looks for the items of tasks in a training text. */
@Kind(value = "audit", doc = "Finds items of tasks that stand in a training text.")
public record Audit(
    @Inline Common common,
    @Key(value = "the training text", catalogue = "corpus") Choice corpus,
    @Key("tasks by the name of a shipped one or the path of a task file") List<Task> tasks,
    @Key(
            value =
                "words in a row that an item and the text must share; a shorter item counts as a"
                    + " whole, from 8 words on",
            preset = "13",
            min = 8,
            max = 1000)
        int ngram)
    implements Recipe {
  public Audit {
    tasks = List.copyOf(tasks);
    checkField(!tasks.isEmpty(), "tasks", "[]", "must name a task");
    checkField(
        tasks.stream().map(Task::name).distinct().count() == tasks.size(),
        "tasks",
        tasks.stream().map(Task::name).toList(),
        "must name each task once");
  }
}
