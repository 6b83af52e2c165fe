package bantam.runners.model.family;

import ai.djl.ndarray.types.Shape;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * What a family's checkpoints call the model's parts. Inside, every model has the names of {@link
 * Parameters}.
 *
 * @param outer modules outside the layers
 * @param layers prefix of a layer's modules, to which its index is added
 * @param inner modules of a layer
 */
public record Names(List<Module> outer, String layers, List<Module> inner) {
  public Names {
    outer = List.copyOf(outer);
    inner = List.copyOf(inner);
  }

  private static final List<Module> OUTER =
      List.of(
          Module.of("model.embed_tokens", "model.embed_tokens"),
          Module.of("model.norm", "model.norm"),
          Module.of("lm_head", "lm_head"));

  private static final List<Module> ATTENTION =
      List.of(
          Module.of("self_attn.q_proj", "self_attn.q_proj"),
          Module.of("self_attn.k_proj", "self_attn.k_proj"),
          Module.of("self_attn.v_proj", "self_attn.v_proj"));

  private static final List<Module> GATED =
      List.of(Module.of("mlp.gate_proj", "mlp.gate_proj"), Module.of("mlp.up_proj", "mlp.up_proj"));

  private static final List<Module> REST =
      List.of(
          Module.of("self_attn.o_proj", "self_attn.o_proj"),
          Module.of("self_attn.q_norm", "self_attn.q_norm"),
          Module.of("self_attn.k_norm", "self_attn.k_norm"),
          Module.of("mlp.down_proj", "mlp.down_proj"));

  private static final List<Module> NORMS =
      List.of(
          Module.of("input_layernorm", "input_layernorm"),
          Module.of("post_attention_layernorm", "post_attention_layernorm"));

  /** Llama's, which are ours. */
  static Names llama() {
    return of(NORMS, ATTENTION, GATED);
  }

  /** Llama's with other norms. */
  static Names withNorms(Module... norms) {
    return of(List.of(norms), ATTENTION, GATED);
  }

  /** Llama's with other modules for queries, keys and values, and for gate and up. */
  static Names fused(Module queriesKeysValues, Module gateUp) {
    return of(NORMS, List.of(queriesKeysValues), List.of(gateUp));
  }

  private static Names of(List<Module> norms, List<Module> attention, List<Module> gated) {
    List<Module> inner = new ArrayList<>(norms);
    inner.addAll(attention);
    inner.addAll(gated);
    inner.addAll(REST);
    return new Names(OUTER, "model.layers.", inner);
  }

  /** Every tensor of a checkpoint of this shape, by its name there. */
  public SortedMap<String, Stored> stored(ModelConfig config) {
    SortedMap<String, Shape> shapes = Parameters.shapes(config);
    SortedMap<String, Stored> stored = new TreeMap<>();
    for (Module module : modules(config.layers())) {
      for (String suffix : List.of(".weight", ".bias")) {
        List<String> parts = module.holds().stream().map(part -> part + suffix).toList();
        if (shapes.keySet().containsAll(parts)) {
          boolean transposed = module.transposed() && suffix.equals(".weight");
          int groups = module.byHead() ? config.heads() : 1;
          String name = module.name() + suffix;
          stored.put(name, Stored.of(name, parts, shapes, transposed, groups));
        }
      }
    }
    checkComplete(stored, shapes);
    return stored;
  }

  /** The name of the head's weight. */
  public String head() {
    return outside("lm_head") + ".weight";
  }

  /** The name of a module outside the layers, such as {@code lm_head}, by ours. */
  public String outside(String ours) {
    return outer.stream()
        .filter(module -> module.holds().contains(ours))
        .map(Module::name)
        .findFirst()
        .orElseThrow();
  }

  private static void checkComplete(
      SortedMap<String, Stored> stored, SortedMap<String, Shape> shapes) {
    List<String> held =
        stored.values().stream().flatMap(one -> one.parts().stream()).sorted().toList();
    if (!held.equals(List.copyOf(shapes.keySet()))) {
      throw new IllegalStateException(
          "the family's names hold %s; the model has %s".formatted(held, shapes.keySet()));
    }
  }

  /** The name of a tensor whose layer stands at another place. */
  public String moved(String tensor, IntUnaryOperator place) {
    if (!tensor.startsWith(layers)) {
      return tensor;
    }
    int end = tensor.indexOf('.', layers.length());
    int layer = Integer.parseInt(tensor.substring(layers.length(), end));
    return layers + place.applyAsInt(layer) + tensor.substring(end);
  }

  /** Every module of a model with its full names. */
  private List<Module> modules(int count) {
    List<Module> modules = new ArrayList<>(outer);
    for (int layer = 0; layer < count; layer++) {
      String prefix = layers + layer + ".";
      String ours = Parameters.layer(layer);
      inner.forEach(module -> modules.add(module.within(prefix, ours)));
    }
    return modules;
  }

  /**
   * The module that is one of our linear maps, or holds it beside others: adapter files name
   * modules.
   *
   * @param linear such as {@code model.layers.0.self_attn.q_proj}
   */
  public Module holding(String linear) {
    String inLayer = Parameters.inLayer(linear);
    int layer = Parameters.layerOf(linear);
    return inner.stream()
        .filter(module -> module.holds().contains(inLayer))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no module holds " + linear))
        .within(layers + layer + ".", Parameters.layer(layer));
  }

  /** The modules that hold linear maps of a model, by their names in its checkpoints. */
  public SortedMap<String, Module> linears(ModelConfig config) {
    SortedMap<String, Module> linears = new TreeMap<>();
    Parameters.linears(config).stream()
        .map(this::holding)
        .forEach(module -> linears.put(module.name(), module));
    return linears;
  }

  /**
   * The last parts of the names of modules that hold linear maps, such as {@code q_proj} or {@code
   * c_attn}: what targets of adapters are called.
   */
  public SortedSet<String> targets() {
    SortedSet<String> targets = new TreeSet<>();
    for (Module module : inner) {
      if (Parameters.LINEARS.containsAll(module.holds())) {
        targets.add(module.last());
      }
    }
    return targets;
  }
}
