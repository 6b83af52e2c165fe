package bantam.runners.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names and shapes of a model's tensors: for every family those that Llama's checkpoints have,
 * and a few more for what Llama does not have. {@link bantam.runners.model.family.Names} maps them
 * to a family's own.
 */
public final class Parameters {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String POSITIONS = "model.embed_positions.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String FINAL_NORM_BIAS = "model.norm.bias";
  static final String HEAD = "lm_head.weight";
  static final String ATTENTION_NORM = "input_layernorm.weight";
  static final String ATTENTION_NORM_BIAS = "input_layernorm.bias";

  /** Before the feed-forward network, in every family. */
  static final String FFN_NORM = "post_attention_layernorm.weight";

  static final String FFN_NORM_BIAS = "post_attention_layernorm.bias";
  static final String QUERY_NORM = "self_attn.q_norm.weight";
  static final String KEY_NORM = "self_attn.k_norm.weight";

  /** Behind the attention sublayer, before it is added to the residual stream. */
  static final String ATTENTION_OUTPUT_NORM = "self_attn.output_norm.weight";

  static final String FFN_OUTPUT_NORM = "mlp.output_norm.weight";
  private static final String LAYERS = "model.layers.";
  static final String GATE = "mlp.gate_proj";

  /** The linear maps of a layer in the order that the kernels take them. */
  public static final List<String> LINEARS =
      List.of(
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj");

  private Parameters() {}

  /** The prefix of a layer's tensors, such as {@code model.layers.0.}. */
  public static String layer(int index) {
    return LAYERS + index + ".";
  }

  /** The layer that a tensor or linear map belongs to. */
  public static int layerOf(String name) {
    return Integer.parseInt(name.substring(LAYERS.length(), name.indexOf('.', LAYERS.length())));
  }

  /** A name without its layer's prefix. */
  public static String inLayer(String name) {
    return name.substring(name.indexOf('.', LAYERS.length()) + 1);
  }

  /** The linear maps of a layer that a model has, in the order of {@link #LINEARS}. */
  public static List<String> linearsOfLayer(ModelConfig config) {
    return LINEARS.stream()
        .filter(linear -> config.block().feedForward().gated() || !linear.equals(GATE))
        .toList();
  }

  /** The linear maps of every layer, such as {@code model.layers.0.self_attn.q_proj}. */
  public static List<String> linears(ModelConfig config) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String linear : linearsOfLayer(config)) {
        names.add(layer(layer) + linear);
      }
    }
    return names;
  }

  /** Every tensor's shape by its name; a tied head has none of its own. */
  public static SortedMap<String, Shape> shapes(ModelConfig config) {
    SortedMap<String, Shape> shapes = new TreeMap<>();
    Shape width = new Shape(config.hidden());
    shapes.put(EMBEDDING, new Shape(config.vocabulary(), config.hidden()));
    shapes.put(FINAL_NORM, width);
    if (config.block().norms().kind() == Block.Norm.LAYER) {
      shapes.put(FINAL_NORM_BIAS, width);
    }
    if (config.block().positions() instanceof Block.Learned learned) {
      long rows = (long) config.maxPositions() + learned.offset();
      shapes.put(POSITIONS, new Shape(rows, config.hidden()));
    }
    if (!config.tied()) {
      shapes.put(HEAD, new Shape(config.vocabulary(), config.hidden()));
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = layer(layer);
      norms(config).forEach((name, shape) -> shapes.put(prefix + name, shape));
      for (String linear : linearsOfLayer(config)) {
        Shape shape = linear(config, layer, linear);
        shapes.put(prefix + linear + ".weight", shape);
        if (config.block().hasBias(linear)) {
          shapes.put(prefix + linear + ".bias", new Shape(shape.get(0)));
        }
      }
    }
    return shapes;
  }

  /** The tensors of a layer's norms. */
  private static SortedMap<String, Shape> norms(ModelConfig config) {
    SortedMap<String, Shape> shapes = new TreeMap<>();
    Block.Norms norms = config.block().norms();
    Shape width = new Shape(config.hidden());
    if (norms.before()) {
      shapes.put(ATTENTION_NORM, width);
      shapes.put(FFN_NORM, width);
      if (norms.kind() == Block.Norm.LAYER) {
        shapes.put(ATTENTION_NORM_BIAS, width);
        shapes.put(FFN_NORM_BIAS, width);
      }
    }
    if (norms.after()) {
      shapes.put(ATTENTION_OUTPUT_NORM, width);
      shapes.put(FFN_OUTPUT_NORM, width);
    }
    switch (config.block().attention().qkNorm()) {
      case NONE -> {}
      case EACH_HEAD -> {
        shapes.put(QUERY_NORM, new Shape(config.headDim()));
        shapes.put(KEY_NORM, new Shape(config.headDim()));
      }
      case ALL_HEADS -> {
        shapes.put(QUERY_NORM, new Shape((long) config.heads() * config.headDim()));
        shapes.put(KEY_NORM, new Shape((long) config.kvHeads() * config.headDim()));
      }
    }
    return shapes;
  }

  /** (outputs, inputs) of a linear map. */
  private static Shape linear(ModelConfig config, int layer, String linear) {
    int width = config.hidden();
    long queries = (long) config.heads() * config.headDim();
    long keys = (long) config.kvHeads() * config.headDim();
    int ffn = config.ffn().get(layer);
    return switch (linear) {
      case "self_attn.q_proj" -> new Shape(queries, width);
      case "self_attn.k_proj", "self_attn.v_proj" -> new Shape(keys, width);
      case "self_attn.o_proj" -> new Shape(width, queries);
      case "mlp.gate_proj", "mlp.up_proj" -> new Shape(ffn, width);
      case "mlp.down_proj" -> new Shape(width, ffn);
      default -> throw new IllegalArgumentException("no linear map is named " + linear);
    };
  }

  /** Elements of all tensors; a tied head counts once. */
  public static long count(ModelConfig config) {
    return shapes(config).values().stream().mapToLong(Shape::size).sum();
  }

  /**
   * Floating-point operations of one token's forward pass: two for each weight that multiplies, the
   * head once and the lookups of embeddings never, and attention over the whole context. Training
   * costs three times as much. Layers that slide count in full as well: their scores are computed
   * and then hidden.
   *
   * @see <a href="https://arxiv.org/abs/2204.02311">Chowdhery et al. 2022, appendix B</a>: 6N +
   *     12LHQT for training; as there, attention counts in full though half of it is masked
   */
  public static double forwardFlops(ModelConfig config, int context) {
    long lookup = config.tied() ? 0 : (long) config.vocabulary() * config.hidden();
    if (config.block().positions() instanceof Block.Learned learned) {
      lookup += ((long) config.maxPositions() + learned.offset()) * config.hidden();
    }
    double attention = 4.0 * config.layers() * config.heads() * config.headDim() * context;
    return 2.0 * (count(config) - lookup) + attention;
  }
}
