package bantam.runners.train;

import static bantam.recipes.Checks.checkField;

import ai.djl.ndarray.NDArray;
import bantam.recipes.Key;
import bantam.runners.engine.Kernels;
import java.util.List;
import java.util.function.Function;

/**
 * Adam with decoupled weight decay, in libtorch's fused kernel: one pass over the parameters, both
 * moments in f32, epsilon outside the root of the bias-corrected second moment, and decay
 * multiplied by the learning rate, as PyTorch's {@code AdamW} has it.
 *
 * <p>The decay spares one-dimensional scales by default ({@code no_decay}); the trace of a run in
 * PyTorch with its defaults, which decays everything, takes {@code no_decay: []}.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
 */
final class AdamW implements Optimizer {
  record Options(
      @Key(value = "decay of the gradients' mean", preset = "0.9", min = 0) double beta1,
      @Key(value = "decay of the squared gradients' mean", preset = "0.95", min = 0) double beta2,
      @Key(value = "added to the root of the second moment", preset = "1.0e-8") double eps,
      @Key(
              value = "share of a parameter that each step takes away, times the learning rate",
              preset = "0.1",
              min = 0)
          double weightDecay,
      @Key(
              value = "parameters whose names contain one of these words do not decay",
              preset = "[norm, bias]")
          List<String> noDecay) {
    Options {
      checkField(beta1 >= 0 && beta1 < 1, "beta1", beta1, "must be in [0, 1)");
      checkField(beta2 >= 0 && beta2 < 1, "beta2", beta2, "must be in [0, 1)");
      checkField(eps > 0, "eps", eps, "must be above 0");
      noDecay = List.copyOf(noDecay);
    }
  }

  private final Options options;

  AdamW(Options options) {
    this.options = options;
  }

  @Override
  public List<String> buffers() {
    return List.of("first_moment", "second_moment");
  }

  @Override
  public void step(Kernels kernels, List<Moving> parameters, long step, double lr, Guard guard) {
    List<Moving> decayed = parameters.stream().filter(p -> decays(p.name())).toList();
    List<Moving> spared = parameters.stream().filter(p -> !decays(p.name())).toList();
    step(kernels, decayed, options.weightDecay(), step, lr, guard);
    step(kernels, spared, 0.0, step, lr, guard);
  }

  /** Whether a parameter of this name decays. */
  boolean decays(String name) {
    return options.noDecay().stream().noneMatch(name::contains);
  }

  private void step(
      Kernels kernels, List<Moving> group, double decay, long step, double lr, Guard guard) {
    if (group.isEmpty()) {
      return;
    }
    kernels.run(
        "adamw",
        each(group, Moving::value),
        each(group, Moving::gradient),
        each(group, p -> p.buffers().get(0)),
        each(group, p -> p.buffers().get(1)),
        (double) step,
        lr,
        options.beta1(),
        options.beta2(),
        decay,
        options.eps(),
        guard.divisor(),
        guard.broken());
  }

  private static List<NDArray> each(List<Moving> group, Function<Moving, NDArray> part) {
    return group.stream().map(part).toList();
  }
}
