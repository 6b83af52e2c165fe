package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import java.util.ArrayList;
import java.util.List;

/** A forward pass in training, and the way back through it. */
public sealed interface Passage {
  /** The hidden states behind the final norm, (batch, tokens, hidden), in the compute dtype. */
  NDArray hidden();

  /**
   * Goes back once; what the pass kept is then used up.
   *
   * @param gradient of the hidden states, in as many values and their dtype
   * @param leaves all weights and adapter tensors that require a gradient
   * @return the gradients of the leaves, in their order, f32
   */
  NDList pull(NDManager into, NDArray gradient, List<NDArray> leaves);

  /** Keeps the graph of every layer. */
  record Whole(Kernels kernels, NDArray hidden) implements Passage {
    @Override
    public NDList pull(NDManager into, NDArray gradient, List<NDArray> leaves) {
      return kernels.call(into, "pull", hidden, gradient, leaves);
    }
  }

  /**
   * Keeps what came into each layer, and computes every layer again on the way back: about a third
   * more arithmetic, and one layer's graph at a time. The gradients are the same to the last bit.
   *
   * @param inputs of each layer, and the last one's output
   * @param ids (batch, tokens)
   * @param arguments of the forward kernels behind the ids
   * @param weights among the arguments, in the kernels' order
   * @see <a href="https://arxiv.org/abs/1604.06174">Chen et al. 2016</a>, with every layer a
   *     segment of its own
   */
  record Recomputed(
      Kernels kernels,
      NDArray hidden,
      List<NDArray> inputs,
      NDArray ids,
      List<Object> arguments,
      List<NDArray> weights)
      implements Passage {
    @Override
    public NDList pull(NDManager into, NDArray gradient, List<NDArray> leaves) {
      List<Object> passed = new ArrayList<>(List.of(gradient, inputs, ids));
      passed.addAll(arguments);
      NDList found = Gradients.on(() -> kernels.call(into, "pull_layers", passed.toArray()));
      List<NDArray> order =
          weights.stream().filter(weight -> indexOf(leaves, weight) >= 0).toList();
      // a tensor that several maps share stands there once for each, with its whole gradient
      boolean all = leaves.stream().allMatch(leaf -> indexOf(order, leaf) >= 0);
      if (order.size() != found.size() || !all) {
        throw new IllegalArgumentException(
            "%d gradients for %d leaves of %d weights"
                .formatted(found.size(), leaves.size(), order.size()));
      }
      NDList sorted = new NDList();
      leaves.forEach(leaf -> sorted.add(found.get(indexOf(order, leaf))));
      return sorted;
    }

    /** By identity: DJL's equals compares the values. */
    private static int indexOf(List<NDArray> all, NDArray one) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i) == one) {
          return i;
        }
      }
      return -1;
    }
  }
}
