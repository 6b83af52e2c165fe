package bantam.runners.train;

import bantam.recipes.Training;
import bantam.runners.evaluate.Probe;
import java.util.Optional;

/**
 * What to train, on what, and how.
 *
 * @param trainee what trains, without what the recipe freezes; whoever made it closes it
 * @param objective what is minimised; whoever made it closes it
 * @param batches what each step sees
 * @param validation held-out text
 * @param probe what else is measured on the way
 * @param training the recipe's keys
 * @param seed of everything random
 */
public record Job(
    Trainee trainee,
    Objective objective,
    BatchSource batches,
    Optional<Validation> validation,
    Optional<Probe> probe,
    Training training,
    long seed) {
  public Job {
    trainee = new Groups(training.groups()).thawed(trainee);
  }
}
