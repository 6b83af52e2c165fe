package bantam.runners.adapt;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules an adapter sits on, as PEFT finds them: by a whole name or the end of one, or by an
 * expression that fits the whole name.
 *
 * @param taken names, or one expression
 * @param excluded of those taken
 * @param layers the only ones, when {@code taken} are ends of names; empty for all
 * @param layersPattern what their number follows in a name; empty for anything
 * @see <a href="https://github.com/huggingface/peft">PEFT</a>, {@code check_target_module_exists}
 *     in {@code tuners/tuners_utils.py}; expressions are Java's, which differ from Python's in
 *     details that names do not need
 */
record Targets(Names taken, Names excluded, List<Integer> layers, List<String> layersPattern) {
  static final String ALL_LINEAR = "all-linear";

  Targets {
    layers = List.copyOf(layers);
    layersPattern = List.copyOf(layersPattern);
    // so that a wrong one is found when it is read
    layersPattern.forEach(Pattern::compile);
  }

  /**
   * Names of modules.
   *
   * @param expression for whole names, in the place of ends
   */
  record Names(List<String> ends, Optional<String> expression) {
    Names {
      ends = List.copyOf(ends);
      expression.ifPresent(Pattern::compile);
    }

    boolean take(String module) {
      return expression.isPresent()
          ? expression.get().equals(ALL_LINEAR) || module.matches(expression.get())
          : ends.stream().anyMatch(end -> module.equals(end) || module.endsWith("." + end));
    }
  }

  /** Ends of names, in every layer. */
  static Targets of(List<String> ends) {
    Names none = new Names(List.of(), Optional.empty());
    return new Targets(new Names(ends, Optional.empty()), none, List.of(), List.of());
  }

  /**
   * @param module a linear map's, as the model's checkpoints call it
   */
  boolean take(String module) {
    if (excluded.take(module) || !taken.take(module)) {
      return false;
    }
    return layers.isEmpty() || taken.ends().contains(module) || inLayers(module);
  }

  private boolean inLayers(String module) {
    List<String> before = layersPattern.isEmpty() ? List.of("[^.]*") : layersPattern;
    for (String pattern : before) {
      Matcher matcher = Pattern.compile(".*\\." + pattern + "\\.(\\d+)\\..*").matcher(module);
      if (matcher.matches()) {
        return layers.contains(Integer.parseInt(matcher.group(matcher.groupCount())));
      }
    }
    return false;
  }
}
