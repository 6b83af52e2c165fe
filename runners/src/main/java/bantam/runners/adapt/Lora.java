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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Low-rank adaptation: each chosen map W computes W x + s·B(A x), with W frozen. A begins uniform
 * within ±1/√inputs (Kaiming with a = √5, as PEFT has it; the paper draws it normal) and B at zero,
 * so that nothing changes at the start. With magnitudes (DoRA) the rows of W + s·BA are scaled to
 * norms that train as well and begin as they were.
 *
 * <p>Maps that lie in one module of a checkpoint, as queries, keys and values do in Phi-3, are
 * adapted together and share A, so that the adapter is one of that module, as PEFT's would be. Each
 * of them drops inputs for itself, where PEFT drops them once for the module.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, section 4.1</a>; s = α/√r of
 *     rsLoRA is <a href="https://arxiv.org/abs/2312.03732">Kalajdzievski 2023</a>; DoRA is <a
 *     href="https://arxiv.org/abs/2402.09353">Liu et al. 2024, section 4.1</a>
 */
final class Lora implements Adapter {
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
                  "linear maps to adapt, such as [q_proj, v_proj], by Llama's names or by the"
                      + " family's own; [all-linear] takes those of attention and feed-forward,"
                      + " never the head",
              preset = "[all-linear]")
          List<String> targets,
      @Key(value = "whether to scale by α/√r instead of α/r", preset = "false") boolean rslora) {
    Options {
      targets = List.copyOf(targets);
      checkField(alpha > 0, "alpha", alpha, "must be above 0");
      checkField(!targets.isEmpty(), "targets", targets, "must name at least one linear map");
      for (String target : targets) {
        checkField(
            Chosen.known().contains(target),
            "targets",
            "'" + target + "'",
            "must be one of " + String.join(", ", Chosen.known()));
      }
    }

    double scale() {
      return alpha / (rslora ? Math.sqrt(r) : r);
    }
  }

  private final Options options;
  private final boolean magnitudes;

  private Lora(Options options, boolean magnitudes) {
    this.options = options;
    this.magnitudes = magnitudes;
  }

  static Lora plain(Options options) {
    return new Lora(options, false);
  }

  static Lora withMagnitudes(Options options) {
    return new Lora(options, true);
  }

  @Override
  public SortedMap<String, NDArray> attach(Decoder decoder, long seed) {
    SortedMap<String, NDArray> parameters = new TreeMap<>();
    for (Site site : Chosen.of(decoder.config(), options.targets())) {
      NDManager manager = decoder.engine().manager();
      NDArray a = manager.create(a(site, seed), new Shape(options.r(), site.inputs()));
      String name = PeftFiles.PREFIX + site.name();
      parameters.put(name + PeftFiles.A, a);
      for (String linear : site.linears()) {
        NDArray b = manager.zeros(new Shape(site.outputs(linear), options.r()));
        Optional<NDArray> magnitude = magnitude(decoder, linear);
        decoder.adapt(linear, new LowRank(a, b, options.scale(), options.dropout(), magnitude));
        // rows of one tensor train apart
        String part = site.fused() ? "." + Chosen.last(linear) : "";
        parameters.put(name + PeftFiles.B + part, b);
        magnitude.ifPresent(m -> parameters.put(name + PeftFiles.MAGNITUDE + part, m));
      }
    }
    return parameters;
  }

  private Optional<NDArray> magnitude(Decoder decoder, String linear) {
    return magnitudes
        ? Optional.of(
            LowRank.magnitude(
                decoder.engine().kernels(),
                decoder.engine().manager(),
                decoder.weights().get(linear + ".weight")))
        : Optional.empty();
  }

  @Override
  public long parameters(ModelConfig config) {
    return Chosen.of(config, options.targets()).stream()
        .mapToLong(
            site ->
                options.r() * (site.inputs() + site.outputs()) + (magnitudes ? site.outputs() : 0))
        .sum();
  }

  /** What each map gives before it is scaled, for the gradient of the magnitudes. */
  @Override
  public long kept(ModelConfig config) {
    return magnitudes
        ? Chosen.of(config, options.targets()).stream().mapToLong(Site::outputs).sum()
        : 0;
  }

  private float[] a(Site site, long seed) {
    String name = site.fused() ? site.name() : site.linears().get(0);
    RandomGenerator random = Randomness.of(seed, "lora." + name, 0);
    double bound = 1 / Math.sqrt((double) site.inputs());
    float[] values = new float[Math.toIntExact(options.r() * site.inputs())];
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
            magnitudes,
            Targets.of(Chosen.names(decoder.config(), options.targets())),
            Patterns.NONE,
            Patterns.NONE);
    PeftFiles.write(directory, config, decoder, base);
  }
}
