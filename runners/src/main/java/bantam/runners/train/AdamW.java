package bantam.runners.train;

import static bantam.recipes.Checks.checkField;

import ai.djl.ndarray.NDArray;
import bantam.recipes.Key;
import bantam.runners.engine.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      @Key(
              value = "decay of the gradients' mean, and of the squared gradients' mean",
              preset = "[0.9, 0.95]")
          List<Double> betas,
      @Key(value = "added to the root of the second moment", preset = "1.0e-8") double eps,
      @Key(
              value = "share of a parameter that each step takes away, times the learning rate",
              preset = "0.1",
              min = 0)
          double weightDecay,
      @Key(
              value =
                  "parameters whose names contain one of these words do not decay; embedding is the"
                      + " token embedding",
              preset = "[norm, bias]")
          List<String> noDecay) {
    Options {
      checkField(
          betas.size() == 2 && betas.stream().allMatch(beta -> beta >= 0 && beta < 1),
          "betas",
          betas,
          "must be two numbers in [0, 1)");
      checkField(eps > 0, "eps", eps, "must be above 0");
      betas = List.copyOf(betas);
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

  /** What one call of the kernel has in common. */
  private record Common(double decay, double lrScale) {}

  @Override
  public void step(Kernels kernels, List<Moving> parameters, long step, double lr, Guard guard) {
    Map<Common, List<Moving>> calls = new LinkedHashMap<>();
    for (Moving parameter : parameters) {
      Common common = new Common(decay(parameter), parameter.rule().lrScale());
      calls.computeIfAbsent(common, key -> new ArrayList<>()).add(parameter);
    }
    calls.forEach(
        (common, group) ->
            step(kernels, group, common.decay(), step, lr * common.lrScale(), guard));
  }

  private double decay(Moving parameter) {
    double own = decays(parameter.name()) ? options.weightDecay() : 0;
    return parameter.rule().weightDecay().orElse(own);
  }

  /** Whether a parameter of this name decays. */
  boolean decays(String name) {
    return options.noDecay().stream()
        .map(word -> word.equals("embedding") ? "embed_tokens" : word)
        .noneMatch(name::contains);
  }

  private void step(
      Kernels kernels, List<Moving> group, double decay, long step, double lr, Guard guard) {
    kernels.run(
        "adamw",
        each(group, Moving::value),
        each(group, Moving::gradient),
        each(group, p -> p.buffers().get(0)),
        each(group, p -> p.buffers().get(1)),
        (double) step,
        lr,
        options.betas().get(0),
        options.betas().get(1),
        decay,
        options.eps(),
        guard.divisor(),
        guard.broken());
  }

  private static List<NDArray> each(List<Moving> group, Function<Moving, NDArray> part) {
    return group.stream().map(part).toList();
  }
}
