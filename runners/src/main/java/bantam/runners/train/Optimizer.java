package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import bantam.runners.engine.Kernels;
import java.util.List;

/** How parameters follow their gradients. It holds no state of its own: the trainer keeps it. */
public interface Optimizer {
  /**
   * The buffers that it keeps for each parameter: f32, in the parameter's shape, zero at the start.
   */
  List<String> buffers();

  /**
   * Takes one step in place.
   *
   * @param parameters that move, with what belongs to them
   * @param step from 1 on
   * @param lr learning rate of this step
   * @param guard what stands between the gradients and the parameters
   */
  void step(Kernels kernels, List<Moving> parameters, long step, double lr, Guard guard);

  /**
   * A parameter that moves.
   *
   * @param rule what sets it apart from the others
   * @param value f32
   * @param gradient f32, in its shape; the step may overwrite it
   * @param buffers in the order of {@link Optimizer#buffers()}
   */
  record Moving(
      String name, Groups.Rule rule, NDArray value, NDArray gradient, List<NDArray> buffers) {
    public Moving {
      buffers = List.copyOf(buffers);
    }
  }

  /**
   * Both are without dimensions, f32, on the device, so that no step waits for the host.
   *
   * @param divisor what the gradients are divided by before they are used; clips their norm
   * @param broken 1 once a gradient was not finite: then no parameter moves any more
   */
  record Guard(NDArray divisor, NDArray broken) {}
}
