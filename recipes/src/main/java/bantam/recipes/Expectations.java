package bantam.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Checks that what a pipeline expects of its scores is among them. */
final class Expectations {
  /** The items of all tasks of an evaluate stage together. */
  private static final String ALL = "all";

  private static final String SIDE = "; it must be stage.what.metric";
  private final Pipeline pipeline;

  private Expectations(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  static void check(Pipeline pipeline, Node.Mapping node) {
    Expectations expectations = new Expectations(pipeline);
    Problems problems = new Problems();
    List<Expectation> all = pipeline.expect();
    for (int i = 0; i < all.size(); i++) {
      Node.Mapping one = at(node, i);
      Expectation expectation = all.get(i);
      problems.attempt(
          () -> {
            expectations.side("that", expectation.that(), one);
            expectation
                .above()
                .ifPresent(text -> expectations.bound("above", text, expectation, one));
            expectation
                .below()
                .ifPresent(text -> expectations.bound("below", text, expectation, one));
            return expectation;
          });
    }
    problems.raise();
  }

  // The tree bound, so that it has this form.
  private static Node.Mapping at(Node.Mapping pipeline, int index) {
    return (Node.Mapping) ((Node.Sequence) pipeline.entries().get("expect")).elements().get(index);
  }

  private void bound(String key, String text, Expectation expectation, Node.Mapping node) {
    OptionalDouble number = Scalars.number(new Node.Scalar(node.origin(), text, false));
    if (number.isPresent()) {
      return;
    }
    if (!text.equals("chance")) {
      side(key, text, node);
      return;
    }
    List<String> parts = List.of(expectation.that().split("\\.", -1));
    Evaluate evaluate = (Evaluate) pipeline.stages().get(parts.get(0));
    if (!parts.get(1).equals(ALL)
        && evaluate.tasks().stream().noneMatch(task -> task.name().equals(parts.get(1)))) {
      throw wrong(key, text, node, "; text has no chance level; give a number");
    }
  }

  private void side(String key, String text, Node.Mapping node) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() != 3 || parts.contains("")) {
      throw wrong(key, text, node, SIDE + (key.equals("that") ? "" : ", a number, or chance"));
    }
    Map<String, List<String>> measured = measured();
    place(key, text, node, "evaluate stage", parts.get(0), measured.keySet().stream().toList());
    place(key, text, node, "corpus or task", parts.get(1), measured.get(parts.get(0)));
  }

  private Map<String, List<String>> measured() {
    Map<String, List<String>> measured = new LinkedHashMap<>();
    pipeline
        .stages()
        .forEach(
            (name, stage) -> {
              if (stage instanceof Evaluate evaluate) {
                List<String> what = new ArrayList<>(evaluate.corpora().keySet());
                evaluate.tasks().forEach(task -> what.add(task.name()));
                if (!evaluate.tasks().isEmpty()) {
                  what.add(ALL);
                }
                measured.put(name, what);
              }
            });
    return measured;
  }

  private static void place(
      String key, String text, Node.Mapping node, String noun, String name, List<String> known) {
    if (!known.contains(name)) {
      throw wrong(
          key,
          text,
          node,
          known.isEmpty()
              ? "; the pipeline has no " + noun
              : "; no %s is named %s".formatted(noun, Nearest.hint(name, known)));
    }
  }

  private static RecipeException wrong(String key, String text, Node.Mapping node, String what) {
    Origin origin = Optional.ofNullable(node.entries().get(key)).orElse(node).origin();
    return origin.wrong("%s is %s%s".formatted(key, Quote.of(text), what));
  }
}
