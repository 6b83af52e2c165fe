package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is measured on held-out data while a model trains. */
public record Measuring(
    @Key(value = "steps between measurements; the last step always has one", min = 1) int every,
    @Key(
            value = "held-out text by name, for NAME.bits_per_byte and NAME.perplexity",
            preset = "{}",
            catalogue = "corpus")
        Map<String, Choice> sets,
    @Key(
            value =
                "tasks by the name of a shipped one or the path of a task file, for TASK.acc and"
                    + " the task's other metrics",
            preset = "[]")
        List<Task> tasks,
    @Key(
            value = "first documents of each set and items of each task; 0 takes all",
            preset = "0",
            min = 0)
        int limit) {
  public Measuring {
    tasks = tasks.stream().map(task -> task.settled(Optional.empty())).toList();
    checkField(!tasks.isEmpty() || !sets.isEmpty(), "tasks", tasks, "must be given unless sets is");
    Set<String> names = new HashSet<>(sets.keySet());
    for (Task task : tasks) {
      checkField(
          names.add(task.name()),
          "tasks",
          "'" + task.name() + "'",
          "must not be the name of another task or set here");
    }
  }

  /** The names of what it measures. */
  List<String> metrics() {
    List<String> names = new java.util.ArrayList<>();
    sets.keySet()
        .forEach(set -> names.addAll(List.of(set + ".bits_per_byte", set + ".perplexity")));
    tasks.forEach(task -> task.measured().forEach(metric -> names.add(task.name() + "." + metric)));
    return names;
  }
}
