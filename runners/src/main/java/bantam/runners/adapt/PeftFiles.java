package bantam.runners.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.results.files.Whole;
import bantam.runners.model.Decoder;
import bantam.runners.model.LowRank;
import bantam.runners.train.TensorFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * LoRA adapters as PEFT keeps them: {@code adapter_config.json} and {@code
 * adapter_model.safetensors} with {@code base_model.model.MODULE.lora_A.weight} (r, inputs), {@code
 * lora_B.weight} (outputs, r) and, with DoRA, {@code lora_magnitude_vector} (outputs). Modules are
 * called as the base's checkpoints call them.
 */
final class PeftFiles {
  static final String PREFIX = "base_model.model.";
  static final String A = ".lora_A.weight";
  static final String B = ".lora_B.weight";
  static final String MAGNITUDE = ".lora_magnitude_vector";
  static final String CONFIG = "adapter_config.json";
  static final String TENSORS = "adapter_model.safetensors";

  private PeftFiles() {}

  /**
   * Writes the adapters that are on a model. Those of one module share A.
   *
   * @param base where the model came from
   */
  static void write(Path directory, PeftConfig config, Decoder decoder, String base) {
    boolean transposed = false;
    try (NDManager scope = decoder.engine().scope()) {
      SortedMap<String, NDArray> tensors = new TreeMap<>();
      for (Site site : Site.of(decoder.config()).values()) {
        LowRank first = decoder.adapters().get(site.linears().get(0));
        if (first != null) {
          String name = PREFIX + site.name();
          tensors.put(name + A, first.a());
          tensors.put(name + B, joined(site, scope, decoder, LowRank::b));
          if (first.magnitude().isPresent()) {
            NDArray all =
                joined(site, scope, decoder, adapter -> adapter.magnitude().orElseThrow());
            tensors.put(name + MAGNITUDE, all);
          }
          transposed |= site.module().transposed();
        }
      }
      Whole.write(directory.resolve(CONFIG), config.json(base, transposed));
      TensorFile.write(
          directory.resolve(TENSORS), tensors, Map.of("format", "pt"), decoder.engine());
    }
  }

  private static NDArray joined(
      Site site, NDManager scope, Decoder decoder, Function<LowRank, NDArray> part) {
    SortedMap<String, NDArray> parts = new TreeMap<>();
    List<String> linears = site.linears();
    linears.forEach(linear -> parts.put(linear, part.apply(decoder.adapters().get(linear))));
    return site.join(scope, decoder.engine().kernels(), parts);
  }
}
