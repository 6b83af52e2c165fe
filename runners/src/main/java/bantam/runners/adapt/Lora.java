package bantam.runners.adapt;

import static bantam.recipes.Checks.checkField;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Key;
import bantam.recipes.Randomness;
import bantam.runners.model.Decoder;
import bantam.runners.model.LowRank;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Low-rank adaptation: each chosen map W computes W x + s·B(A x), with W frozen. A begins uniform
 * within ±1/√inputs (Kaiming with a = √5, as PEFT has it; the paper draws it normal) and B at zero,
 * so that nothing changes at the start.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, section 4.1</a>; s = α/√r of
 *     rsLoRA is <a href="https://arxiv.org/abs/2312.03732">Kalajdzievski 2023</a>
 */
final class Lora implements Adapter {
  private static final String ALL_LINEAR = "all-linear";

  record Options(
      @Key(value = "rank of the update", preset = "8", min = 1) int r,
      @Key(value = "the update counts α/r times, or α/√r times with rslora", preset = "16")
          double alpha,
      @Key(
              value = "probability that an input of the update is dropped in training",
              preset = "0.0",
              min = 0,
              max = 0.99)
          double dropout,
      @Key(
              value =
                  "linear maps to adapt, such as [q_proj, v_proj]; [all-linear] takes those of"
                      + " attention and feed-forward, never the head",
              preset = "[all-linear]")
          List<String> targets,
      @Key(value = "whether to scale by α/√r instead of α/r", preset = "false") boolean rslora) {
    Options {
      targets = List.copyOf(targets);
      checkField(alpha > 0, "alpha", alpha, "must be above 0");
      checkField(!targets.isEmpty(), "targets", targets, "must name at least one linear map");
      for (String target : targets) {
        checkField(
            target.equals(ALL_LINEAR) || modules().contains(target),
            "targets",
            "'" + target + "'",
            "must be all-linear or one of " + String.join(", ", modules()));
      }
    }

    double scale() {
      return alpha / (rslora ? Math.sqrt(r) : r);
    }

    boolean takes(String module) {
      return targets.contains(ALL_LINEAR) || targets.contains(module);
    }
  }

  private final Options options;

  Lora(Options options) {
    this.options = options;
  }

  /** The names that a target may have. */
  static List<String> modules() {
    return Parameters.LINEARS.stream().map(Lora::module).toList();
  }

  /** The last part of a linear map's name. */
  static String module(String linear) {
    return linear.substring(linear.lastIndexOf('.') + 1);
  }

  @Override
  public SortedMap<String, NDArray> attach(Decoder decoder, long seed) {
    SortedMap<String, NDArray> parameters = new TreeMap<>();
    for (String linear : Parameters.linears(decoder.config())) {
      if (options.takes(module(linear))) {
        Shape weight = decoder.weights().get(linear + ".weight").getShape();
        NDManager manager = decoder.engine().manager();
        NDArray a =
            manager.create(a(linear, weight.get(1), seed), new Shape(options.r(), weight.get(1)));
        NDArray b = manager.zeros(new Shape(weight.get(0), options.r()));
        decoder.adapt(linear, new LowRank(a, b, options.scale(), options.dropout()));
        parameters.put(PeftFiles.a(linear), a);
        parameters.put(PeftFiles.b(linear), b);
      }
    }
    return parameters;
  }

  @Override
  public long parameters(ModelConfig config) {
    SortedMap<String, Shape> shapes = Parameters.shapes(config);
    return Parameters.linears(config).stream()
        .filter(linear -> options.takes(module(linear)))
        .map(linear -> shapes.get(linear + ".weight"))
        .mapToLong(shape -> options.r() * (shape.get(0) + shape.get(1)))
        .sum();
  }

  private float[] a(String linear, long inputs, long seed) {
    RandomGenerator random = Randomness.of(seed, "lora." + linear, 0);
    double bound = 1 / Math.sqrt((double) inputs);
    float[] values = new float[Math.toIntExact(options.r() * inputs)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  @Override
  public boolean dropout() {
    return options.dropout() > 0;
  }

  @Override
  public void save(Decoder decoder, Path directory, String base) {
    PeftConfig config =
        new PeftConfig(
            options.r(),
            options.alpha(),
            options.dropout(),
            options.rslora(),
            modules().stream().filter(options::takes).sorted().toList(),
            base);
    PeftFiles.write(directory, config, decoder);
  }
}
