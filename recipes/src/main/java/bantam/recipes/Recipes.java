package bantam.recipes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds recipes and the recipes inside them. */
final class Recipes {
  private static final String NAME = "name";
  private static final List<String> INHERITED = List.of("seed", "device", "dtype", "threads");
  private final Binder binder;

  Recipes(Binder binder) {
    this.binder = binder;
  }

  /** A recipe of any kind. */
  Recipe recipe(Node.Mapping node, Spot spot) {
    Class<? extends Recipe> type = Kinds.of(node);
    Node.Mapping whole = node;
    if (type == Pipeline.class && node.entries().get("stages") instanceof Node.Mapping stages) {
      whole = node.with("stages", handedDown(stages, node));
    }
    if (type == Sweep.class && node.entries().get("recipe") instanceof Node.Mapping recipe) {
      whole = node.with("recipe", handedDown(recipe, node, node.entries().get(NAME)));
    }
    if (type == Evaluate.class) {
      whole = binder.groups().expanded(node);
    }
    Recipe recipe =
        (Recipe) binder.record(whole, type.asSubclass(Record.class), spot, List.of("kind"));
    if (recipe instanceof Pipeline pipeline) {
      Expectations.check(pipeline, whole);
    }
    return recipe;
  }

  /** The recipe that a sweep varies. */
  Recipe varied(Node node, Spot spot) {
    return part(Binder.mapping(node, spot), spot, Set.of("sweep"), "a sweep");
  }

  /** The stages of a pipeline, each with what earlier ones make in its scope. */
  Map<String, Object> stages(Node.Mapping stages, Spot spot) {
    if (stages.entries().isEmpty()) {
      throw stages.origin().wrong("stages is empty; a pipeline needs at least one");
    }
    Problems problems = new Problems();
    Map<String, Object> bound = new LinkedHashMap<>();
    Map<String, Optional<List<String>>> made = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(stages.entries().keySet());
    stages
        .entries()
        .forEach(
            (name, node) -> {
              Spot inner =
                  spot.element(name)
                      .with(new Scope(name, names, Collections.unmodifiableMap(made)));
              Optional<Recipe> stage = problems.attempt(() -> stage(name, node, inner));
              made.put(name, stage.map(Scope::outputs));
              stage.ifPresent(recipe -> bound.put(name, recipe));
            });
    problems.raise();
    return Collections.unmodifiableMap(bound);
  }

  private Recipe stage(String name, Node node, Spot spot) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")) {
      throw node.origin()
          .wrong(
              "a stage is named %s; it must be letters, digits, dashes and underscores"
                  .formatted(Quote.of(name)));
    }
    return part(Binder.mapping(node, spot), spot, Set.of("pipeline", "sweep"), "a pipeline");
  }

  private Recipe part(Node.Mapping node, Spot spot, Set<String> refused, String holder) {
    String kind = Kinds.of(Kinds.of(node)).value();
    if (refused.contains(kind)) {
      throw node.entries()
          .get("kind")
          .origin()
          .wrong(
              "kind is '%s'; %s cannot hold one; it must be one of %s"
                  .formatted(
                      kind,
                      holder,
                      String.join(
                          ", ",
                          Kinds.names().stream().filter(k -> !refused.contains(k)).toList())));
    }
    return recipe(node, spot);
  }

  private static Node.Mapping handedDown(Node.Mapping stages, Node.Mapping pipeline) {
    return stages.map(
        (name, stage) ->
            stage instanceof Node.Mapping one
                ? handedDown(one, pipeline, new Node.Scalar(one.origin(), name, true))
                : stage);
  }

  private static Node.Mapping handedDown(Node.Mapping part, Node.Mapping whole, Node name) {
    Node own = part.entries().get(NAME);
    if (own != null) {
      throw own.origin()
          .wrong(
              "name is %s; a recipe inside a recipe has its name already; delete the key"
                  .formatted(own));
    }
    Node.Mapping result = name == null ? part : part.with(NAME, name);
    for (String key : INHERITED) {
      Node given = whole.entries().get(key);
      if (given != null && !part.entries().containsKey(key)) {
        result = result.with(key, given);
      }
    }
    return result;
  }
}
