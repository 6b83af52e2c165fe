package bantam.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Checks that what a pipeline expects of its scores is among them. */
final class Expectations {
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
    if (!measured(parts.get(0)).getOrDefault(parts.get(1), List.of()).contains("acc")) {
      throw wrong(key, text, node, "; text has no chance level; give a number");
    }
  }

  private void side(String key, String text, Node.Mapping node) {
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() != 3 || parts.contains("")) {
      throw wrong(key, text, node, SIDE + (key.equals("that") ? "" : ", a number, or chance"));
    }
    List<String> stages =
        pipeline.stages().keySet().stream()
            .filter(name -> pipeline.stages().get(name) instanceof Evaluate)
            .toList();
    place(key, text, node, "evaluate stage", parts.get(0), stages);
    Map<String, List<String>> measured = measured(parts.get(0));
    place(key, text, node, "corpus or task", parts.get(1), List.copyOf(measured.keySet()));
    place(key, text, node, "metric", parts.get(2), measured.get(parts.get(1)));
  }

  /** The metrics of each corpus and task of an evaluate stage. */
  private Map<String, List<String>> measured(String stage) {
    Evaluate evaluate = (Evaluate) pipeline.stages().get(stage);
    Map<String, List<String>> measured = new LinkedHashMap<>();
    evaluate.corpora().keySet().forEach(name -> measured.put(name, Evaluate.TEXT_METRICS));
    evaluate.tasks().forEach(task -> measured.put(task.name(), task.measured()));
    if (evaluate.base().isPresent()) {
      evaluate.corpora().keySet().forEach(name -> add(measured, name, Evaluate.BASE_METRICS));
      evaluate.tasks().forEach(task -> add(measured, task.name(), kept(task)));
    }
    if (evaluate.infiniGram().isPresent()) {
      List<String> names = Evaluate.INFINI_GRAM_METRICS;
      evaluate.corpora().keySet().forEach(name -> add(measured, name, names));
      evaluate.tasks().stream()
          .filter(task -> task.output() != Task.Output.GENERATE_UNTIL)
          .forEach(task -> add(measured, task.name(), names));
    }
    for (Choice probe : evaluate.probes()) {
      evaluate
          .corpora()
          .keySet()
          .forEach(name -> add(measured, name, List.of(probe.name().replace('-', '_'))));
    }
    evaluate.groups().forEach(group -> measured.put(group.name(), group.metrics()));
    if (!evaluate.tasks().isEmpty()) {
      List<String> common = new ArrayList<>(evaluate.tasks().get(0).measured());
      evaluate.tasks().forEach(task -> common.retainAll(task.measured()));
      measured.put(Evaluate.ALL, common);
    }
    return measured;
  }

  private static void add(Map<String, List<String>> measured, String name, List<String> metrics) {
    List<String> all = new ArrayList<>(measured.get(name));
    all.addAll(metrics);
    measured.put(name, all);
  }

  /** What is measured of a task with a base. */
  private static List<String> kept(Task task) {
    return switch (task.output()) {
      case MULTIPLE_CHOICE, LOGLIKELIHOOD ->
          Stream.concat(Evaluate.BASE_METRICS.stream(), Evaluate.FLIP_METRICS.stream()).toList();
      case LOGLIKELIHOOD_ROLLING -> Evaluate.BASE_METRICS;
      case GENERATE_UNTIL -> List.of();
    };
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
