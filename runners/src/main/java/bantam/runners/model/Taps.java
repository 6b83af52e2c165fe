package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a forward pass saw inside the model; every array is in the compute dtype and has its graph
 * if one was built.
 *
 * @param residual the residual stream before the first layer and behind each, layers + 1 arrays of
 *     (batch, tokens, hidden); entry l is the input of layer l, entry l + 1 its output
 * @param ffn what goes into each layer's down projection, silu(gate) × up, (batch, tokens,
 *     channels)
 * @param hidden behind the final norm, (batch, tokens, hidden)
 */
public record Taps(List<NDArray> residual, List<NDArray> ffn, NDArray hidden) {
  public Taps {
    residual = List.copyOf(residual);
    ffn = List.copyOf(ffn);
  }
}
