package bantam.runners.pipeline;

import bantam.recipes.Distill;
import bantam.recipes.Input;
import bantam.recipes.Pipeline;
import bantam.recipes.Pretrain;
import bantam.recipes.Recipe;
import bantam.results.runs.Provenance;
import bantam.results.runs.Provenance.Ancestor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which runs' training is in a model: a pruned model inherits what made its parent, a distilled one
 * its teacher too; an architecture or a tokenizer carries no training.
 */
final class Lineage {
  private static final Set<String> TRAINS = Set.of("pretrain", "finetune", "lora", "distill");

  private Lineage() {}

  /**
   * The runs before a run, each once.
   *
   * @param wired its recipe, with files in the place of stages' outputs
   */
  static List<Ancestor> of(Recipe wired) {
    if (wired instanceof Pipeline) {
      return List.of(); // its stages have theirs
    }
    Map<String, Ancestor> found = new LinkedHashMap<>();
    for (Input parent : parents(wired)) {
      maker(parent.path())
          .ifPresent(
              run -> {
                run.lineage().forEach(one -> found.putIfAbsent(one.id(), one));
                Ancestor last = parent instanceof Input.StepOf from ? part(run, from) : whole(run);
                found.putIfAbsent(last.id(), last);
              });
    }
    return new ArrayList<>(found.values());
  }

  /** Whether a kind's tokens are training. */
  static boolean trains(String kind) {
    return TRAINS.contains(kind);
  }

  private static Ancestor whole(Provenance run) {
    long tokens = trains(run.kind()) ? run.cost().tokens().orElse(0) : 0;
    return new Ancestor(run.id(), tokens, run.cost().allFlops());
  }

  /** Training up to a step: every step of a run costs the same. */
  private static Ancestor part(Provenance run, Input.StepOf from) {
    double share = share(run, from.step());
    Ancestor whole = whole(run);
    return new Ancestor(
        run.id() + "@" + from.step(), Math.round(whole.tokens() * share), whole.flops() * share);
  }

  private static double share(Provenance run, long step) {
    long first = number(run, "continue_from").orElse(0L);
    long last = number(run, "steps").orElse(step);
    return Math.min(1, (step - first) / (double) Math.max(1, last - first));
  }

  /** A key of the run's recipe: a number, or the step behind an {@code @}. */
  private static Optional<Long> number(Provenance run, String key) {
    return Optional.ofNullable(run.keys().get(key))
        .map(text -> Long.parseLong(text.substring(text.lastIndexOf('@') + 1)));
  }

  /** The run whose directory holds a file. */
  private static Optional<Provenance> maker(Path file) {
    return Stream.of(file, file.toAbsolutePath().getParent())
        .filter(place -> place != null && Files.isDirectory(place))
        .flatMap(place -> Provenance.read(place).stream())
        .findFirst();
  }

  private static Set<Input> parents(Recipe recipe) {
    if (recipe instanceof Pretrain pretrain) {
      return Inputs.of(pretrain.training());
    }
    if (recipe instanceof Distill distill) {
      Set<Input> inputs = Inputs.of(distill.training());
      inputs.add(distill.teacher());
      if (distill.student().name().equals("checkpoint")) {
        inputs.addAll(Inputs.of(distill.student()));
      }
      return inputs;
    }
    return Inputs.of((Record) recipe);
  }
}
