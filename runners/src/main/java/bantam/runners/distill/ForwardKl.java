package bantam.runners.distill;

import static bantam.recipes.Checks.checkField;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Key;
import bantam.runners.engine.Kernels;

/**
 * KL(teacher || student) with both logits divided by τ, times τ².
 *
 * <p>The entropy of the teacher is in it, so that it is 0 where the two agree; some libraries call
 * the cross-entropy by this name. The factor τ² keeps the gradient's size as τ changes, as Hinton
 * et al. advise and DistillKit and axolotl do; TRL and Liger leave it out.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals and Dean 2015, section 2.1</a>
 */
final class ForwardKl implements DistillLoss {
  record Options(
      @Key(
              value =
                  "both models' logits are divided by it, and the loss multiplied by its square",
              preset = "1.0")
          double temperature) {
    Options {
      checkField(temperature > 0, "temperature", temperature, "must be above 0");
    }
  }

  private final Options options;

  ForwardKl(Options options) {
    this.options = options;
  }

  @Override
  public String metric() {
    return "forward_kl";
  }

  @Override
  public Divergence between(Kernels kernels, NDManager into, NDArray student, NDArray teacher) {
    NDList both = kernels.call(into, "forward_kl", student, teacher, options.temperature());
    return new Divergence(both.get(0), both.get(1));
  }
}
