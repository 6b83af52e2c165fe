package bantam.runners.evaluate;

import bantam.results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model is to be asked, as one list of requests. */
final class Agenda {
  /** Makes a row of the samples table. */
  @FunctionalInterface
  interface Maker {
    /**
     * @param sum of all windows of what the row is about
     */
    Row.Sample row(String run, Likelihood sum);
  }

  /**
   * What becomes a row of the samples table.
   *
   * @param task its name, or that of the text
   * @param perturbation what changed the item's question
   * @param request what is asked
   * @param first number of its first window
   */
  record Asked(
      String task,
      Optional<String> perturbation,
      String item,
      int choice,
      Request request,
      int first,
      Maker maker) {
    List<Pair> windows() {
      return request.windows();
    }

    /**
     * The row.
     *
     * @param alone how likely choices are without their prompts, those of this one among them
     */
    Row.Sample row(String run, Likelihood sum, Map<Pair, Likelihood> alone) {
      Row.Sample row = maker.row(run, sum);
      return request.alone().map(pair -> row.withAlone(alone.get(pair).nats())).orElse(row);
    }

    /** The same for the row that it becomes, and for no other. */
    String key() {
      return key(task, perturbation, item, choice);
    }

    static String key(Row.Sample row) {
      return key(row.task(), row.perturbation(), row.item(), row.choice());
    }

    /**
     * @param perturbation what changed the item's question
     */
    static String key(String task, Optional<String> perturbation, String item, int choice) {
      return String.join("\0", task, item, perturbation.orElse(""), Integer.toString(choice));
    }
  }

  private final List<Asked> asked = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Integer> units = new ArrayList<>();
  private int unit = -1;

  /**
   * Adds what is asked about one choice of an item; the choices of an item come one behind the
   * other, from 0 on.
   *
   * @param perturbation what changed the item's question
   */
  void add(
      String task,
      Optional<String> perturbation,
      String item,
      int choice,
      Request request,
      Maker maker) {
    unit += choice == 0 ? 1 : 0;
    asked.add(new Asked(task, perturbation, item, choice, request, pairs.size(), maker));
    pairs.addAll(request.windows());
    for (int window = 0; window < request.windows().size(); window++) {
      units.add(unit);
    }
  }

  /** In the order in which they were added. */
  List<Asked> asked() {
    return asked;
  }

  /** The requests of all, but for those without their prompts. */
  List<Pair> pairs() {
    return pairs;
  }

  /** For each request the number of the item that it belongs to. */
  int[] units() {
    return units.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Asks a scorer all of it at once; gives the rows in order. */
  List<Row.Sample> ask(String run, Scorer scorer) {
    List<Likelihood> scored = scorer.score(pairs, units());
    Map<Pair, Likelihood> alone =
        scorer.scoreOnce(asked.stream().flatMap(one -> one.request().alone().stream()).toList());
    List<Row.Sample> rows = new ArrayList<>();
    for (Asked one : asked) {
      Likelihood sum =
          scored.subList(one.first(), one.first() + one.windows().size()).stream()
              .reduce(Likelihood.NONE, Likelihood::and);
      rows.add(one.row(run, sum, alone));
    }
    return rows;
  }
}
