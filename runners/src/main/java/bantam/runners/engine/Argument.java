package bantam.runners.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/**
 * An array under another name and manager, for the time of one call: no handle of its own, nothing
 * to close.
 *
 * <p>DJL reads from an argument's name what it is (a list's member, the method to call) and gives
 * outputs to the manager of the first argument. Naming the arrays themselves would rename a model's
 * weights at every call and fail where an array is passed twice.
 */
final class Argument extends PtNDArray {
  private static final String[] NONE = {};
  private static final Shape SCALAR = new Shape();

  private final PtNDArray target;

  private Argument(PtNDManager manager, String name, PtNDArray target) {
    // of this class's constructors the one for strings makes no native array and attaches nothing
    super(manager, NONE, SCALAR);
    setName(name);
    this.target = target;
  }

  /** The first argument: names the kernel, and its manager receives the outputs. */
  static PtNDArray method(PtNDManager manager, String kernel) {
    PtNDArray marker = new PtNDArray(manager, NONE, SCALAR);
    marker.setName("module_method:" + kernel);
    return marker;
  }

  /** A tensor by itself. */
  static Argument tensor(PtNDManager manager, PtNDArray target) {
    return new Argument(manager, null, target);
  }

  /**
   * A member of the list that is the call's argument {@code index}.
   *
   * @param index tells lists of one call apart
   */
  static Argument member(PtNDManager manager, int index, PtNDArray target) {
    return new Argument(manager, "list" + index + "[]", target);
  }

  @Override
  public Long getHandle() {
    return target.getHandle();
  }

  @Override
  public DataType getDataType() {
    // asked only in order to tell strings from numbers; bf16 has no name here
    return DataType.FLOAT32;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("an argument owns nothing");
  }
}
