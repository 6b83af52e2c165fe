package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.data.suffix.Context;
import bantam.recipes.Evaluate;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.runners.generate.Datastore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How much a text whose counts are mixed in knows of what is scored, whatever the model says:
 * {@code infini_gram_acc}, the share of tokens to which the counts alone give more than a half, and
 * {@code infini_gram_n}, the tokens of the longest end of the context that it knows plus one.
 *
 * @see <a href="https://arxiv.org/abs/2401.17377">Liu et al. 2024, section 4</a>: the agreement of
 *     ∞-gram and text, and the effective n
 */
final class KnownScores {
  private final String run;
  private final Evaluate recipe;
  private final Subject subject;
  private final Datastore text;

  KnownScores(String run, Evaluate recipe, Subject subject, Datastore text) {
    this.run = run;
    this.recipe = recipe;
    this.subject = subject;
    this.text = text;
  }

  /** Of an item or a document. */
  private record Known(int tokens, int agreed, long ends) {
    private Known and(Known next) {
      return new Known(tokens + next.tokens, agreed + next.agreed, ends + next.ends);
    }
  }

  /**
   * Rows for each text and each task whose continuations are given.
   *
   * @param encoding how tasks become tokens
   */
  List<Row.Score> of(List<Questions> asked, Encoding encoding, Rolling rolling) {
    List<Row.Score> scores = new ArrayList<>();
    recipe
        .corpora()
        .forEach(
            (name, corpus) -> {
              List<Known> found = new ArrayList<>();
              new TextSamples(subject.tokenizer(), rolling)
                  .ask(
                      name,
                      Corpora.ALL.make(corpus),
                      piece -> true,
                      (piece, agenda) -> found.addAll(known(agenda)));
              scores.addAll(rows(name, 1, 0, found));
            });
    for (Questions questions : asked) {
      Task task = questions.task();
      if (task.output() != Task.Output.GENERATE_UNTIL) {
        Agenda agenda = new Agenda();
        questions.addTo(agenda, questions.encoded(encoding, rolling));
        scores.addAll(rows(task.name(), task.version(), task.shots().each(), known(agenda)));
      }
    }
    return scores;
  }

  /** One for each item, all of its requests together. */
  private List<Known> known(Agenda agenda) {
    int[] units = agenda.units();
    TreeMap<Integer, Known> items = new TreeMap<>();
    for (int i = 0; i < units.length; i++) {
      items.merge(units[i], known(agenda.pairs().get(i)), Known::and);
    }
    return List.copyOf(items.values());
  }

  private Known known(Pair pair) {
    Context context = text.context();
    context.add(pair.context());
    int agreed = 0;
    long ends = 0;
    for (int target : pair.continuation()) {
      agreed += context.probability(target) > 0.5 ? 1 : 0;
      ends += context.length() + 1;
      context.add(target);
    }
    return new Known(pair.scored(), agreed, ends);
  }

  private List<Row.Score> rows(String task, int version, int shots, List<Known> found) {
    double[] tokens = found.stream().mapToDouble(Known::tokens).toArray();
    double[] agreed = found.stream().mapToDouble(Known::agreed).toArray();
    double[] ends = found.stream().mapToDouble(Known::ends).toArray();
    return List.of(
        row(task, version, shots, "infini_gram_acc", Estimate.ratio(agreed, tokens)),
        row(task, version, shots, "infini_gram_n", Estimate.ratio(ends, tokens)));
  }

  private Row.Score row(String task, int version, int shots, String metric, Estimate estimate) {
    return Scores.row(
        run,
        task,
        version,
        Pipelines.NONE,
        shots,
        metric,
        estimate,
        "ratio over items",
        true,
        OptionalDouble.empty());
  }
}
