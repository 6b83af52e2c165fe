package bantam.recipes;

import static bantam.recipes.Checks.checkField;

/** A member of a catalogue that is not for every task, such as a metric. */
@FunctionalInterface
public interface Suited {
  /** Whether it is one for a task. */
  boolean suits(Task task);

  /**
   * Finds metrics that are none of a task's kind.
   *
   * @throws RecipeException naming the first one
   */
  static void check(Task task, Catalogues catalogues) {
    Catalogue<?> metrics = catalogues.of("metric");
    for (Choice choice : task.metrics()) {
      checkField(
          !(metrics.make(choice) instanceof Suited metric) || metric.suits(task),
          "metrics",
          choice.name(),
          "must be left out: it is not measured where output is " + Form.name(task.output()));
    }
  }
}
