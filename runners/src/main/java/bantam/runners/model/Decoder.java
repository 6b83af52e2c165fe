package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.RecipeException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A decoder of any family on the engine's device: master weights in float32, matrix products in the
 * engine's dtype. Gradients reach every weight that requires one; where none does, or in {@link
 * Gradients#off}, no graph is built.
 */
public final class Decoder implements AutoCloseable {
  private final ModelConfig config;
  private final Engine engine;
  private final NDManager manager;
  private final SortedMap<String, NDArray> weights;
  private final SortedMap<String, LowRank> adapters = new TreeMap<>();
  private final RopeTable rope;
  private final Packing packing;
  private final Optional<ConfigFiles.Origin> origin;
  private List<NDArray> packed = List.of();

  /** The weights in the compute dtype, where they are frozen and it is not theirs. */
  private final SortedMap<String, NDArray> cast = new TreeMap<>();

  private Decoder(
      ModelConfig config,
      Engine engine,
      Map<String, NDArray> weights,
      Optional<ConfigFiles.Origin> origin) {
    this.config = config;
    this.origin = origin;
    this.engine = engine;
    this.manager = engine.scope();
    this.weights = new TreeMap<>(weights);
    weights.values().forEach(array -> array.attach(manager));
    this.rope = new RopeTable(config, manager);
    this.packing = new Packing(config, manager);
  }

  /**
   * A decoder of given tensors, which it owns from now on.
   *
   * @param weights float32 on the engine's device, by the names of {@link Parameters#shapes}
   */
  public static Decoder of(ModelConfig config, Engine engine, Map<String, NDArray> weights) {
    SortedMap<String, Shape> wanted = Parameters.shapes(config);
    SortedMap<String, Shape> given = new TreeMap<>();
    weights.forEach((name, array) -> given.put(name, array.getShape()));
    if (!wanted.equals(given)) {
      throw new IllegalArgumentException(
          "tensors are %s; they must be %s".formatted(given, wanted));
    }
    return new Decoder(config, engine, weights, Optional.empty());
  }

  /** Random weights, a pure function of the seed and each tensor's name. */
  public static Decoder random(ModelConfig config, Engine engine, long seed) {
    return new Decoder(
        config, engine, Initialisation.weights(config, engine.manager(), seed), Optional.empty());
  }

  /**
   * Reads a Hugging Face checkpoint directory: {@code config.json} and {@code model.safetensors}.
   *
   * @throws bantam.recipes.InputException for what is missing, wrong, or of an unknown family
   */
  public static Decoder load(Path directory, Engine engine) {
    return load(directory, engine, false);
  }

  /**
   * The same of a model that will not train: on the CPU float32 weights lie over the mapped file,
   * in pages that processes share, instead of a copy. What changes them, such as a merged adapter,
   * changes this model only. A training model would lose the speed of huge pages.
   */
  public static Decoder open(Path directory, Engine engine) {
    return load(directory, engine, true);
  }

  private static Decoder load(Path directory, Engine engine, boolean map) {
    ConfigFiles.Origin origin = ConfigFiles.origin(directory);
    ModelConfig config = ConfigFiles.read(directory, origin);
    return new Decoder(
        config, engine, Checkpoint.read(directory, config, engine, map), Optional.of(origin));
  }

  /**
   * Writes {@code config.json}, {@code generation_config.json} and {@code model.safetensors} into
   * an existing directory, with the family's own names and layout; an adapter that is not merged is
   * not part of them.
   */
  public void save(Path directory, Dtype dtype) {
    ConfigFiles.write(directory, config, dtype, origin);
    Checkpoint.write(directory, config, weights, dtype, engine);
  }

  public ModelConfig config() {
    return config;
  }

  public Engine engine() {
    return engine;
  }

  /** The float32 tensors by their names of {@link Parameters}, without adapters. */
  public SortedMap<String, NDArray> weights() {
    return Collections.unmodifiableSortedMap(weights);
  }

  /**
   * The head's weight (vocabulary, hidden), the embedding's when they are tied: in float32, or in
   * the compute dtype when the weights are frozen.
   */
  public NDArray head() {
    return used(config.tied() ? Parameters.EMBEDDING : Parameters.HEAD);
  }

  /** What holds the logits, c in c·tanh(z/c); 0 for nothing. */
  public double logitCap() {
    return config.block().logitCap();
  }

  /**
   * Casts the weights to the compute dtype once, instead of at every use. From now on they must not
   * change, save by {@link #mergeAdapters}; adapters on them may.
   */
  public void freeze() {
    if (engine.dtype() != Dtype.F32 && cast.isEmpty()) {
      int code = engine.dtype().code();
      weights.forEach(
          (name, weight) -> cast.put(name, engine.kernels().one(manager, "cast", weight, code)));
      packed = List.of();
    }
  }

  private void thaw() {
    cast.values().forEach(NDArray::close);
    cast.clear();
    packed = List.of();
  }

  private NDArray used(String name) {
    return cast.getOrDefault(name, weights.get(name));
  }

  /**
   * Puts an adapter on a linear map, in the place of one that is there, and owns its tensors.
   *
   * @param linear such as {@code model.layers.0.self_attn.q_proj}
   */
  public void adapt(String linear, LowRank adapter) {
    NDArray weight = weights.get(linear + ".weight");
    if (weight == null || !Parameters.linears(config).contains(linear)) {
      throw new IllegalArgumentException("no linear map of the model is named " + linear);
    }
    adapter.checkFits(linear, weight.getShape());
    LowRank before = adapters.put(linear, adapter.attach(manager));
    if (before != null) {
      before.closeUnless(LowRank.tensors(adapters.values()));
    }
    packed = List.of();
  }

  /** The adapters by their linear maps. */
  public SortedMap<String, LowRank> adapters() {
    return Collections.unmodifiableSortedMap(adapters);
  }

  /** Takes every adapter off without a trace. */
  public void dropAdapters() {
    adapters.values().forEach(LowRank::close);
    adapters.clear();
    packed = List.of();
  }

  /** Makes every weight, in float32, what it is with its adapter, and takes the adapters off. */
  public void mergeAdapters() {
    thaw();
    adapters.forEach(
        (linear, adapter) -> adapter.mergeInto(engine.kernels(), weights.get(linear + ".weight")));
    dropAdapters();
  }

  /** Token ids as the model takes them, (rows, tokens) int64; every row equally long. */
  public static NDArray ids(NDManager into, int[][] rows) {
    int tokens = rows[0].length;
    long[] flat = new long[rows.length * tokens];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != tokens) {
        throw new IllegalArgumentException(
            "row %d has %d tokens and row 0 %d".formatted(row, rows[row].length, tokens));
      }
      for (int t = 0; t < tokens; t++) {
        flat[row * tokens + t] = rows[row][t];
      }
    }
    return into.create(flat, new Shape(rows.length, tokens));
  }

  /**
   * The hidden states behind the final norm, without dropout.
   *
   * @param into receives the result
   * @param ids (batch, tokens) int64
   * @return (batch, tokens, hidden) in the compute dtype
   */
  public NDArray hidden(NDManager into, NDArray ids, Attend attend) {
    return hidden(into, ids, attend, OptionalLong.empty());
  }

  /**
   * The hidden states behind the final norm.
   *
   * @param dropoutSeed of the adapters' dropout in training; none without it
   */
  public NDArray hidden(NDManager into, NDArray ids, Attend attend, OptionalLong dropoutSeed) {
    return forward(into, ids, attend, dropoutSeed, false).singletonOrThrow();
  }

  /**
   * A forward pass whose gradients will be wanted.
   *
   * @param scope owns what the pass keeps
   * @param ids (batch, tokens) int64
   * @param recompute whether to keep the layers' inputs only; see {@link Passage.Recomputed}
   */
  public Passage pass(
      NDManager scope, NDArray ids, Attend attend, OptionalLong dropoutSeed, boolean recompute) {
    if (!recompute) {
      return new Passage.Whole(
          engine.kernels(), Gradients.on(() -> hidden(scope, ids, attend, dropoutSeed)));
    }
    List<Object> arguments = arguments(ids, attend, dropoutSeed);
    List<Object> all = new ArrayList<>(List.of(ids));
    all.addAll(arguments);
    NDList seen = Gradients.off(() -> engine.kernels().call(scope, "layer_inputs", all.toArray()));
    List<NDArray> inputs = List.copyOf(seen.subList(1, seen.size()));
    return new Passage.Recomputed(engine.kernels(), seen.get(0), inputs, ids, arguments, packed());
  }

  /** A forward pass that shows what is inside; see {@link Taps}. */
  public Taps observe(NDManager into, NDArray ids, Attend attend) {
    NDList out = forward(into, ids, attend, OptionalLong.empty(), true);
    List<NDArray> residual = new ArrayList<>();
    List<NDArray> ffn = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      residual.add(out.get(1 + 2 * layer));
      ffn.add(out.get(2 + 2 * layer));
    }
    residual.add(out.get(out.size() - 1));
    return new Taps(residual, ffn, out.get(0));
  }

  private NDList forward(
      NDManager into, NDArray ids, Attend attend, OptionalLong dropoutSeed, boolean taps) {
    List<Object> all = new ArrayList<>(List.of(ids));
    all.addAll(arguments(ids, attend, dropoutSeed));
    all.add(taps);
    return engine.kernels().call(into, "hidden", all.toArray());
  }

  /** What the kernels of a forward pass take behind the ids. */
  List<Object> arguments(NDArray ids, Attend attend, OptionalLong dropoutSeed) {
    int tokens = checkedLength(ids.getShape().get(1));
    NDArray numbers = attend instanceof Attend.Segments s ? s.numbers() : packing.nothing();
    List<Object> arguments = new ArrayList<>();
    Collections.addAll(arguments, numbers, packed(), rope.cos(tokens), rope.sin(tokens));
    arguments.addAll(packing.numbers(stride(), engine.dtype()));
    arguments.add(fused(config, engine.dtype(), tokens));
    // the kernels add a layer's place to it, and take negative ones for none
    arguments.add(dropoutSeed.isPresent() ? dropoutSeed.getAsLong() & (Long.MAX_VALUE >> 1) : -1L);
    return arguments;
  }

  /**
   * The logits of next tokens.
   *
   * @param rows (n, hidden) in the compute dtype
   * @return (n, vocabulary) in float32
   */
  public NDArray logits(NDManager into, NDArray rows) {
    return engine.kernels().one(into, "logits", rows, head(), logitCap());
  }

  /**
   * Room for the keys and values of sequences that grow.
   *
   * @param padding leading tokens of each row that are none; all rows grow together
   * @param capacity tokens of a row at most, padding included
   */
  public Cache cache(int[] padding, int capacity) {
    checkedLength(capacity);
    return new Cache(this, padding, capacity);
  }

  /** The forward pass of {@link Cache}. */
  NDArray step(
      NDManager into, NDArray ids, NDArray begin, List<NDArray> cache, int filled, int end) {
    List<Object> arguments = new ArrayList<>();
    Collections.addAll(
        arguments, ids, begin, cache, filled, packed(), rope.cos(end), rope.sin(end));
    arguments.addAll(packing.numbers(stride(), engine.dtype()));
    return Gradients.off(() -> engine.kernels().one(into, "step", arguments.toArray()));
  }

  /**
   * The hidden states of rows that branch, behind a beginning that all of them share. No way
   * through a row may be longer than a sliding window.
   *
   * @param beginning what one row has read already, if anything
   * @return (1, tokens of all rows one behind the other, hidden) behind the final norm
   */
  public NDArray branches(NDManager into, List<TokenTree> rows, Optional<Cache> beginning) {
    TokenTrees trees = new TokenTrees(rows);
    int length = checkedLength(trees.deepest() + 1L);
    List<Object> arguments = new ArrayList<>(trees.arrays(into));
    Collections.addAll(
        arguments,
        // a list that is not read stands for none
        beginning.map(Cache::layers).orElseGet(this::packed),
        beginning.map(Cache::filled).orElse(0),
        packed(),
        rope.cos(length),
        rope.sin(length));
    arguments.addAll(packing.numbers(stride(), engine.dtype()));
    return Gradients.off(() -> engine.kernels().one(into, "branches", arguments.toArray()));
  }

  private int checkedLength(long tokens) {
    if (tokens > config.maxPositions()) {
      throw new RecipeException(
          "a sequence has %d tokens; the model's max_position_embeddings is %d: shorten the context, or take a model made for more"
              .formatted(tokens, config.maxPositions()));
    }
    return Math.toIntExact(tokens);
  }

  /**
   * Whether attention goes through the operator that never holds all scores. Short sequences are
   * faster with the scores built whole; from where on they are not was measured (runners/LAB.md).
   * Scores that are capped must be there.
   */
  public static boolean fused(ModelConfig config, Dtype dtype, int tokens) {
    return config.block().attention().cap() == 0 && tokens > (dtype == Dtype.F32 ? 200 : 512);
  }

  /** Places that a linear map takes in the kernels' list. */
  private int stride() {
    return packing.stride(adapters.values());
  }

  private List<NDArray> packed() {
    if (packed.isEmpty()) {
      packed = packing.row(this::used, adapters);
    }
    return packed;
  }

  @Override
  public void close() {
    manager.close();
  }
}
