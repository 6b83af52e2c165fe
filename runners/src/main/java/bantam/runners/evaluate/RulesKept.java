package bantam.runners.evaluate;

import bantam.data.rules.Rules;
import bantam.recipes.InputException;
import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How well answers keep to rules, which are the item's right answers: its {@code target}.
 *
 * <p>{@code csr} is the share of the rules that an answer keeps, {@code isr} the share of answers
 * that keep all, {@code ssr} the share of turns before the first one of their session that breaks a
 * rule. A session is what items of one {@code cluster} are, in order. So csr ≥ isr ≥ ssr.
 *
 * @see <a href="https://arxiv.org/abs/2408.10943">SysBench</a>, where a model judges; ours checks
 *     by rules, and counts sessions by their turns where they differ in length
 */
record RulesKept(Share share) implements Metric {
  /** Of what. */
  enum Share {
    /** Of rules. */
    CSR,
    /** Of items. */
    ISR,
    /** Of turns of sessions. */
    SSR
  }

  /** It has none. */
  record Options() implements OfText {}

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.GENERATE_UNTIL);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    return switch (share) {
      case CSR -> Estimate.mean(answers.stream().mapToDouble(RulesKept::kept).toArray());
      case ISR -> Estimate.mean(answers.stream().mapToDouble(one -> all(one) ? 1 : 0).toArray());
      case SSR -> sessions(answers);
    };
  }

  private static Estimate sessions(List<Answer> answers) {
    Map<String, List<Answer>> sessions = new LinkedHashMap<>();
    for (Answer answer : answers) {
      Row.Sample turn = answer.only();
      String session = turn.cluster().orElse("item " + turn.item());
      sessions.computeIfAbsent(session, key -> new ArrayList<>()).add(answer);
    }
    return Estimate.ratio(
        sessions.values().stream()
            .mapToDouble(turns -> turns.stream().takeWhile(RulesKept::all).count())
            .toArray(),
        sessions.values().stream().mapToDouble(List::size).toArray());
  }

  private static boolean all(Answer answer) {
    return kept(answer) == 1;
  }

  private static double kept(Answer answer) {
    Row.Sample one = answer.only();
    String text = one.prediction().orElseThrow();
    try {
      return Stream.concat(one.target().stream(), one.alternatives().stream())
          .mapToDouble(rule -> Rules.parse(rule).test(text) ? 1 : 0)
          .average()
          .orElse(1);
    } catch (InputException e) {
      throw new InputException(
          "task %s: item %s: %s".formatted(one.task(), one.item(), e.getMessage()), e);
    }
  }

  @Override
  public String stderr() {
    return share == Share.SSR ? "ratio over sessions" : "sd/sqrt(n)";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
