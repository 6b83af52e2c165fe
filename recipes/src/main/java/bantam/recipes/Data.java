package bantam.recipes;

import static bantam.recipes.Checks.checkField;
import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Training text from several sources. */
public record Data(
    @Key("sources; each sequence of a step is drawn from one of them, by their weights")
        List<Portion> mix) {
  /** A metric is named after a source: {@code data.NAME.tokens}. */
  private static final String NAME = "[a-z0-9][a-z0-9_-]*";

  public Data {
    mix = List.copyOf(mix);
    checkField(!mix.isEmpty(), "mix", "[]", "must hold a source");
    Set<String> names = new HashSet<>();
    for (Portion portion : mix) {
      checkField(
          portion.label().matches(NAME),
          "mix",
          "a source named '" + portion.label() + "'",
          "must be named by lower-case letters, digits, - and _");
      checkField(
          names.add(portion.label()),
          "mix",
          "two sources named '" + portion.label() + "'",
          "must hold each name once; give one of them a name");
    }
    List<Portion> all = mix;
    Stream.concat(
            Stream.of(0),
            mix.stream().flatMap(portion -> portion.changes().stream()).map(Portion.Change::from))
        .forEach(step -> checkWeights(all, step));
  }

  private static void checkWeights(List<Portion> mix, int step) {
    checkField(
        mix.stream().mapToDouble(portion -> portion.weightAt(step)).sum() > 0,
        "mix",
        mix.stream().map(Portion::label).collect(joining(", ")) + " of weight 0",
        "must hold a source with a weight above 0 at step " + step);
  }
}
