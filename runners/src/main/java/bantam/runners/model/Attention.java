package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The weights by which a model's heads attend, as its forward pass has them, in float32. */
public final class Attention {
  private Attention() {}

  /**
   * How much attention a token gets: αₖ = 1/(T - k + 1) Σ A<sub>ik</sub> over the tokens i from k
   * on.
   *
   * @param rows token ids, all equally long
   * @param token k, from 0 on
   * @return (layers, rows, heads)
   */
  public static NDArray received(NDManager into, Decoder decoder, int[][] rows, int token) {
    return Gradients.off(
        () ->
            decoder
                .engine()
                .kernels()
                .one(into, "attention_received", arguments(into, decoder, rows, token)));
  }

  /**
   * The weights of one layer.
   *
   * @return (rows, heads, tokens, tokens): of each token by those that it sees, then what they make
   *     of the values, (rows, tokens, heads x dimensions), and the same by the layer itself
   */
  static List<NDArray> weights(NDManager into, Decoder decoder, int[][] rows, int layer) {
    return Gradients.off(
        () ->
            decoder
                .engine()
                .kernels()
                .call(into, "attention_weights", arguments(into, decoder, rows, layer)));
  }

  private static Object[] arguments(NDManager into, Decoder decoder, int[][] rows, int number) {
    NDArray ids = Decoder.ids(into, rows);
    List<Object> all = new ArrayList<>(List.of(ids));
    all.addAll(decoder.arguments(ids, Attend.causal(), OptionalLong.empty()));
    // the operator for long sequences never has the weights; the last two are it and the seed
    all.subList(all.size() - 2, all.size()).clear();
    all.add(number);
    return all.toArray();
  }
}
