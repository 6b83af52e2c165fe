package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import bantam.recipes.ParameterGroup;
import bantam.recipes.RecipeException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How each parameter is updated, by its name: the first group that matches it says. */
record Groups(List<ParameterGroup> groups) {
  Groups {
    groups = List.copyOf(groups);
  }

  /**
   * What sets a parameter apart.
   *
   * @param lrScale multiplies the learning rate
   * @param weightDecay in the place of the optimizer's; empty where that one decides
   */
  record Rule(double lrScale, OptionalDouble weightDecay) {}

  Rule rule(String name) {
    return of(name)
        .map(
            group ->
                new Rule(
                    group.lrScale(),
                    group.weightDecay().map(OptionalDouble::of).orElse(OptionalDouble.empty())))
        .orElse(new Rule(1, OptionalDouble.empty()));
  }

  /**
   * The trainee without what is frozen.
   *
   * @throws RecipeException if a group has no parameter, or everything is frozen
   */
  Trainee thawed(Trainee trainee) {
    for (ParameterGroup group : groups) {
      if (trainee.parameters().keySet().stream().noneMatch(name -> matches(group, name))) {
        throw new RecipeException(
            "groups: no parameter that trains matches '%s'; the first of %d is %s"
                .formatted(
                    group.match(), trainee.parameters().size(), trainee.parameters().firstKey()));
      }
    }
    SortedMap<String, NDArray> moving = new TreeMap<>(trainee.parameters());
    moving.keySet().removeIf(name -> of(name).filter(ParameterGroup::freeze).isPresent());
    if (moving.isEmpty()) {
      throw new RecipeException("groups freeze every parameter; nothing is left to train");
    }
    return new Trainee(trainee.decoder(), moving, trainee.dropout());
  }

  private Optional<ParameterGroup> of(String name) {
    return groups.stream().filter(group -> matches(group, name)).findFirst();
  }

  private static boolean matches(ParameterGroup group, String name) {
    String pattern = Pattern.quote(group.match()).replace("*", "\\E.*\\Q");
    return Pattern.compile(pattern).matcher(name).find();
  }
}
