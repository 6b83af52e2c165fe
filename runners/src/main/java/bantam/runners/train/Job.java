package bantam.runners.train;

import bantam.recipes.Training;
import java.util.Optional;

/**
 * What to train, on what, and how.
 *
 * @param trainee what trains; whoever made it closes it
 * @param objective what is minimised; whoever made it closes it
 * @param batches what each step sees
 * @param validation held-out text
 * @param training the recipe's keys
 * @param seed of everything random
 */
public record Job(
    Trainee trainee,
    Objective objective,
    BatchSource batches,
    Optional<Validation> validation,
    Training training,
    long seed) {}
