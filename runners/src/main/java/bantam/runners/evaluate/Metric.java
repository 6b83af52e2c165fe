package bantam.runners.evaluate;

import bantam.recipes.Suited;
import bantam.recipes.Task;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** What is made of a task's answers: a pure function of its samples. */
public interface Metric extends Suited {
  /** The kinds of tasks that it is a metric of. */
  Set<Task.Output> outputs();

  @Override
  default boolean suits(Task task) {
    return outputs().contains(task.output());
  }

  /** The score and its standard error. */
  Estimate of(List<Answer> answers);

  /** Whether it takes how likely choices are behind no prompt; only then is that scored. */
  default boolean takesAlone() {
    return false;
  }

  /** How the standard error is computed. */
  String stderr();

  /** Whether more is better. */
  boolean higherIsBetter();

  /** The score of guessing, where guessing has one. */
  default OptionalDouble chance(List<Answer> answers) {
    return OptionalDouble.empty();
  }
}
