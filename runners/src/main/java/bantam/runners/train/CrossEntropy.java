package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Mean negative log-likelihood of the next token. */
public final class CrossEntropy implements Objective {
  @Override
  public List<Term> terms() {
    return List.of(new Term("", "nats/token", 1, MicroBatch::predicted));
  }

  @Override
  public Formed form(Scene scene, double[] factors) {
    Head head = scene.head();
    NDList formed =
        head.gradient().isPresent()
            ? scene
                .kernels()
                .call(
                    scene.scope(),
                    "cross_entropy_head",
                    scene.hidden(),
                    head.weight(),
                    head.cap(),
                    head.gradient().get(),
                    scene.targets(),
                    factors[0],
                    head.rows())
            : scene
                .kernels()
                .call(
                    scene.scope(),
                    "cross_entropy",
                    scene.hidden(),
                    head.weight(),
                    head.cap(),
                    scene.targets(),
                    factors[0],
                    head.rows());
    NDArray sum = formed.get(0).reshape(1); // (terms)
    return new Formed(sum, formed.get(1));
  }
}
