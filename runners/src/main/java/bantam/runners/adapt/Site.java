package bantam.runners.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Kernels;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Module;
import bantam.runners.model.family.Names;
import bantam.runners.model.family.Stored;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A module of a model's checkpoints that an adapter may sit on. Where it holds several of our
 * linear maps, as GPT-2's {@code c_attn} does, an update of the whole is one of each that shares A
 * and has its rows of B.
 *
 * @param weight how the module's weight lies in a checkpoint
 */
record Site(Module module, Stored weight) {
  /** Every one of a model's layers, by its name in checkpoints. */
  static SortedMap<String, Site> of(ModelConfig config) {
    Names names = Families.of(config.family()).names();
    SortedMap<String, Stored> stored = names.stored(config);
    SortedMap<String, Site> sites = new TreeMap<>();
    names
        .linears(config)
        .forEach((name, module) -> sites.put(name, new Site(module, stored.get(name + ".weight"))));
    return sites;
  }

  String name() {
    return module.name();
  }

  /** Our names of the linear maps that it holds, in the order of its rows. */
  List<String> linears() {
    return module.holds();
  }

  boolean fused() {
    return linears().size() > 1;
  }

  long inputs() {
    return weight.shape().get(module.transposed() ? 0 : 1);
  }

  long outputs() {
    return weight.shape().get(module.transposed() ? 1 : 0);
  }

  /** Outputs of one of its linear maps. */
  long outputs(String linear) {
    return weight.rows().get(linears().indexOf(linear));
  }

  /**
   * The rows of each linear map.
   *
   * @param into receives them, unless there is only one: then it is the tensor itself
   * @param tensor (outputs, anything) or (outputs)
   */
  SortedMap<String, NDArray> split(NDManager into, Kernels kernels, NDArray tensor) {
    return rows(tensor).split(into, kernels, tensor);
  }

  /** The tensor whose {@link #split} these are. */
  NDArray join(NDManager into, Kernels kernels, Map<String, NDArray> parts) {
    return rows(parts.get(linears().get(0))).join(into, kernels, parts);
  }

  /** Rows of a tensor beside the weight lie as the weight's do, but are never transposed. */
  private Stored rows(NDArray like) {
    return new Stored(name(), linears(), weight.rows(), like.getShape(), false, weight.groups());
  }
}
