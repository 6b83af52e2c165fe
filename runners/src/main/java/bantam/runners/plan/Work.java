package bantam.runners.plan;

import bantam.recipes.Training;
import bantam.runners.engine.Dtype;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import java.util.Optional;

/**
 * What a training run computes with.
 *
 * @param model that trains, or that carries the adapter
 * @param adapter parameters of the adapter; 0 where the model itself trains
 * @param kept values per token that the adapter keeps for the backward pass, over all layers
 * @param teacher that reads along
 */
record Work(
    ModelConfig model,
    long adapter,
    long kept,
    Optional<ModelConfig> teacher,
    Training training,
    Dtype dtype) {
  long trainable() {
    return adapter > 0 ? adapter : Parameters.count(model);
  }

  long tokens() {
    return (long) training.steps() * training.batchSize() * training.context();
  }

  /** As the runners count. */
  double flops() {
    double forward = Parameters.forwardFlops(model, training.context());
    double own = adapter > 0 ? 2 * forward + 6.0 * adapter : 3 * forward;
    double guide =
        teacher.map(shape -> Parameters.forwardFlops(shape, training.context())).orElse(0.0);
    return tokens() * (own + guide);
  }

  /** Each checkpoint holds what trains with its two moments; the results are models in f32. */
  long disk() {
    int kept =
        training.checkpointEvery() == 0
            ? 0
            : Math.min(
                training.checkpointKeep() + 1, training.steps() / training.checkpointEvery());
    return 12 * trainable() * kept + 4 * Parameters.count(model) + 4 * adapter;
  }
}
