package bantam.runners.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names and shapes of a model's tensors, as Hugging Face checkpoints have them. */
public final class Parameters {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";
  static final String ATTENTION_NORM = "input_layernorm.weight";
  static final String FFN_NORM = "post_attention_layernorm.weight";

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
    return "model.layers." + index + ".";
  }

  /** The linear maps of every layer, such as {@code model.layers.0.self_attn.q_proj}. */
  public static List<String> linears(ModelConfig config) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String linear : LINEARS) {
        names.add(layer(layer) + linear);
      }
    }
    return names;
  }

  /** Every tensor's shape by its name; a tied head has none of its own. */
  public static SortedMap<String, Shape> shapes(ModelConfig config) {
    SortedMap<String, Shape> shapes = new TreeMap<>();
    shapes.put(EMBEDDING, new Shape(config.vocabulary(), config.hidden()));
    shapes.put(FINAL_NORM, new Shape(config.hidden()));
    if (!config.tied()) {
      shapes.put(HEAD, new Shape(config.vocabulary(), config.hidden()));
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      shapes.put(layer(layer) + ATTENTION_NORM, new Shape(config.hidden()));
      shapes.put(layer(layer) + FFN_NORM, new Shape(config.hidden()));
      for (String linear : LINEARS) {
        Shape shape = linear(config, layer, linear);
        shapes.put(layer(layer) + linear + ".weight", shape);
        if (linear.startsWith("mlp") ? config.mlpBias() : config.attentionBias()) {
          shapes.put(layer(layer) + linear + ".bias", new Shape(shape.get(0)));
        }
      }
    }
    return shapes;
  }

  /** (outputs, inputs) of a linear map. */
  private static Shape linear(ModelConfig config, int layer, String linear) {
    int width = config.hidden();
    int queries = config.heads() * config.headDim();
    int keys = config.kvHeads() * config.headDim();
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
   * head once and the embedding's lookup never, and attention over the whole context. Training
   * costs three times as much.
   *
   * @see <a href="https://arxiv.org/abs/2204.02311">Chowdhery et al. 2022, appendix B</a>: 6N +
   *     12LHQT for training; as there, attention counts in full though half of it is masked
   */
  public static double forwardFlops(ModelConfig config, int context) {
    long lookup = config.tied() ? 0 : (long) config.vocabulary() * config.hidden();
    double attention = 4.0 * config.layers() * config.heads() * config.headDim() * context;
    return 2.0 * (count(config) - lookup) + attention;
  }
}
