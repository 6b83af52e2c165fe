package bantam.runners.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.runners.engine.Dtype;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A model as the kernels take it: numbers that say what its layers compute, and its weights in a
 * row. What the numbers mean and where the weights stand is written at the head of the kernels.
 */
final class Packing {
  private static final int WIDE = 1;
  private static final int LAYER_NORM = 2;
  private static final int PLUS_ONE = 4;
  private static final int NONE_BEFORE = 8;
  private static final int AFTER = 16;
  private static final int EACH_HEAD = 32;
  private static final int ALL_HEADS = 64;
  private static final int PARALLEL = 128;
  private static final int UNGATED = 256;
  private static final int LEARNED = 512;
  private static final int TWO_TABLES = 1024;

  /** What a layer ends with in the wide form. */
  private static final List<String> MORE =
      List.of(
          Parameters.ATTENTION_NORM_BIAS,
          Parameters.FFN_NORM_BIAS,
          Parameters.QUERY_NORM,
          Parameters.KEY_NORM,
          Parameters.ATTENTION_OUTPUT_NORM,
          Parameters.FFN_OUTPUT_NORM);

  private final ModelConfig config;
  private final int kind;
  private final NDArray nothing;
  private final NDArray marks;

  Packing(ModelConfig config, NDManager manager) {
    this.config = config;
    this.kind = kind(config.block());
    this.nothing = manager.create(new Shape(0));
    // on the CPU: kernels read them as numbers
    int[] found = marks(config);
    this.marks = found.length == 0 ? nothing : manager.newSubManager(Device.cpu()).create(found);
  }

  /** For each layer 1 if it slides, plus 2 if nothing turns in it; none where all are alike. */
  private static int[] marks(ModelConfig config) {
    List<Boolean> sliding = config.block().attention().sliding();
    List<Boolean> still =
        config.block().positions() instanceof Block.Rotary rotary ? rotary.still() : List.of();
    int[] marks = new int[sliding.isEmpty() && still.isEmpty() ? 0 : config.layers()];
    for (int layer = 0; layer < marks.length; layer++) {
      marks[layer] += !sliding.isEmpty() && sliding.get(layer) ? 1 : 0;
      marks[layer] += !still.isEmpty() && still.get(layer) ? 2 : 0;
    }
    return marks;
  }

  /** An empty tensor, which stands for none. */
  NDArray nothing() {
    return nothing;
  }

  private static int kind(Block block) {
    Block.Attention attention = block.attention();
    int kind = block.norms().kind() == Block.Norm.LAYER ? WIDE | LAYER_NORM : 0;
    kind |= block.norms().kind() == Block.Norm.RMS_PLUS_ONE ? PLUS_ONE : 0;
    kind |= block.norms().before() ? 0 : NONE_BEFORE;
    kind |= block.norms().after() ? WIDE | AFTER : 0;
    kind |= attention.qkNorm() == Block.QkNorm.EACH_HEAD ? WIDE | EACH_HEAD : 0;
    kind |= attention.qkNorm() == Block.QkNorm.ALL_HEADS ? WIDE | ALL_HEADS : 0;
    kind |= block.parallel() ? PARALLEL : 0;
    kind |= block.feedForward().gated() ? 0 : UNGATED;
    kind |= block.positions() instanceof Block.Learned ? WIDE | LEARNED : 0;
    boolean two = block.positions() instanceof Block.Rotary r && r.sliding().isPresent();
    kind |= two ? TWO_TABLES : 0;
    return kind;
  }

  private static int act(Block.Activation activation) {
    return switch (activation) {
      case SILU -> 0;
      case GELU -> 1;
      case GELU_TANH -> 2;
      case RELU -> 3;
    };
  }

  /** The numbers, from {@code stride} to {@code dtype}. */
  List<Object> numbers(int stride, Dtype dtype) {
    Block block = config.block();
    Block.Attention attention = block.attention();
    return List.of(
        stride,
        config.headDim(),
        kind,
        act(block.feedForward().activation()),
        block.norms().eps(),
        Math.pow(attention.scalar(), -0.5),
        attention.cap(),
        block.embeddingScale(),
        block.positions() instanceof Block.Learned learned ? learned.offset() : 0,
        attention.window(),
        marks,
        dtype.code());
  }

  /** Places that a linear map takes in the row. */
  int stride(Collection<LowRank> adapters) {
    boolean biases = Parameters.linearsOfLayer(config).stream().anyMatch(config.block()::hasBias);
    if (adapters.stream().anyMatch(adapter -> adapter.magnitude().isPresent())) {
      return 6;
    }
    return biases || !adapters.isEmpty() ? 5 : 1;
  }

  /**
   * The weights in a row.
   *
   * @param used finds a weight by its name; null where the model has none
   * @param adapters by their linear maps
   */
  List<NDArray> row(Function<String, NDArray> used, SortedMap<String, LowRank> adapters) {
    int stride = stride(adapters.values());
    boolean wide = (kind & WIDE) != 0;
    List<NDArray> row = new ArrayList<>();
    row.add(used.apply(Parameters.EMBEDDING));
    if (wide) {
      row.add(used.apply(Parameters.POSITIONS));
    }
    row.add(used.apply(Parameters.FINAL_NORM));
    if (wide) {
      row.add(used.apply(Parameters.FINAL_NORM_BIAS));
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = Parameters.layer(layer);
      row.add(used.apply(prefix + Parameters.ATTENTION_NORM));
      Parameters.LINEARS
          .subList(0, 4)
          .forEach(linear -> linear(row, prefix + linear, stride, used, adapters));
      row.add(used.apply(prefix + Parameters.FFN_NORM));
      Parameters.LINEARS
          .subList(4, 7)
          .forEach(linear -> linear(row, prefix + linear, stride, used, adapters));
      if (wide) {
        MORE.forEach(name -> row.add(used.apply(prefix + name)));
      }
    }
    row.replaceAll(weight -> weight == null ? nothing : weight);
    return List.copyOf(row);
  }

  private static void linear(
      List<NDArray> row,
      String linear,
      int stride,
      Function<String, NDArray> used,
      SortedMap<String, LowRank> adapters) {
    row.add(used.apply(linear + ".weight"));
    if (stride > 1) {
      LowRank adapter = adapters.get(linear);
      row.add(used.apply(linear + ".bias"));
      row.add(adapter == null ? null : adapter.a());
      row.add(adapter == null ? null : adapter.b());
      row.add(adapter == null ? null : adapter.numbers());
      if (stride > 5) {
        row.add(adapter == null ? null : adapter.magnitude().orElse(null));
      }
    }
  }
}
