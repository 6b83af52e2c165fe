package bantam.runners.adapt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What {@code adapter_config.json} says about a LoRA adapter.
 *
 * @param r rank of the modules that {@code ranks} does not name
 * @param alpha of those that {@code alphas} does not name
 * @param rslora whether to scale by α/√r instead of α/r
 * @param dora whether modules have magnitudes
 */
record PeftConfig(
    int r,
    double alpha,
    double dropout,
    boolean rslora,
    boolean dora,
    Targets targets,
    Patterns ranks,
    Patterns alphas) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  int rank(String module) {
    return (int) ranks.of(module, r);
  }

  double scale(String module) {
    int rank = rank(module);
    return alphas.of(module, alpha) / (rslora ? Math.sqrt(rank) : rank);
  }

  /**
   * As PEFT writes it, without the keys that have no meaning here.
   *
   * @param base where the base model came from
   * @param transposed whether the weights of the adapted modules lie as (inputs, outputs)
   */
  String json(String base, boolean transposed) {
    ObjectNode root = JSON.createObjectNode();
    number(alphas, root.putObject("alpha_pattern"));
    root.put("base_model_name_or_path", base);
    root.put("bias", "none");
    root.put("fan_in_fan_out", transposed);
    root.put("inference_mode", true);
    root.put("init_lora_weights", true);
    number(root, "lora_alpha", alpha);
    root.put("lora_dropout", dropout);
    root.putNull("modules_to_save");
    root.put("peft_type", "LORA");
    root.put("r", r);
    number(ranks, root.putObject("rank_pattern"));
    targets.taken().ends().forEach(root.putArray("target_modules")::add);
    root.put("task_type", "CAUSAL_LM");
    root.put("use_dora", dora);
    root.put("use_rslora", rslora);
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is JSON", e);
    }
  }

  private static void number(Patterns patterns, ObjectNode into) {
    patterns.values().forEach((key, value) -> number(into, key, value));
  }

  private static void number(ObjectNode into, String key, double value) {
    if (value == Math.rint(value)) {
      into.put(key, (long) value);
    } else {
      into.put(key, value);
    }
  }
}
