package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.RecipeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys and values of the tokens that a model has read, so that the next ones need not read them
 * again. Rows grow together; shorter ones begin with padding, which nothing sees.
 */
public final class Cache implements AutoCloseable {
  private final Decoder model;
  private final int capacity;
  private final NDManager manager;
  private List<NDArray> layers;
  private NDArray begin;
  private int filled;

  Cache(Decoder model, int[] padding, int capacity) {
    this.model = model;
    this.capacity = capacity;
    this.manager = model.engine().scope();
    ModelConfig config = model.config();
    begin = manager.create(Arrays.stream(padding).asLongStream().toArray());
    layers = new ArrayList<>();
    for (int i = 0; i < 2 * config.layers(); i++) {
      layers.add(
          model
              .engine()
              .kernels()
              .one(
                  manager,
                  "cache",
                  padding.length,
                  config.kvHeads(),
                  capacity,
                  config.headDim(),
                  model.engine().dtype().code(),
                  begin));
    }
  }

  /** Keys and values, layer by layer, each (rows, heads, capacity, width of a head). */
  List<NDArray> layers() {
    return layers;
  }

  /** Columns that are taken. */
  public int filled() {
    return filled;
  }

  /**
   * Reads tokens behind those that are here.
   *
   * @param into receives the result
   * @param ids (rows, tokens) int64; in the first call it begins with each row's padding
   * @return the hidden states behind the final norm, (rows, tokens, hidden)
   */
  public NDArray read(NDManager into, NDArray ids) {
    int tokens = Math.toIntExact(ids.getShape().get(1));
    if (filled + tokens > capacity) {
      throw new RecipeException("a cache of %d tokens is full".formatted(capacity));
    }
    NDArray hidden = model.step(into, ids, begin, layers, filled, filled + tokens);
    filled += tokens;
    return hidden;
  }

  /**
   * Goes on with some of the rows.
   *
   * @param rows their indices, in their new order; one may stand more than once
   */
  public void keep(int[] rows) {
    try (NDArray index = manager.create(Arrays.stream(rows).asLongStream().toArray())) {
      List<NDArray> kept = new ArrayList<>();
      for (NDArray layer : layers) {
        kept.add(model.engine().kernels().one(manager, "rows", layer, index));
        layer.close();
      }
      NDArray keptBegin = model.engine().kernels().one(manager, "rows", begin, index);
      begin.close();
      layers = kept;
      begin = keptBegin;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
