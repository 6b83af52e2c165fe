package bantam.runners.adapt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Numbers for some modules, by expressions that fit a module's whole name or what follows one of
 * its dots. The first one that fits counts.
 *
 * @see <a href="https://github.com/huggingface/peft">PEFT</a>, {@code get_pattern_key} in {@code
 *     utils/other.py}
 */
record Patterns(Map<String, Double> values) {
  static final Patterns NONE = new Patterns(Map.of());

  Patterns {
    // Map.copyOf would lose the order
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    // so that a wrong one is found when it is read
    values.keySet().forEach(Pattern::compile);
  }

  double of(String module, double otherwise) {
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      if (module.matches("(.*\\.)?(" + entry.getKey() + ")")) {
        return entry.getValue();
      }
    }
    return otherwise;
  }
}
