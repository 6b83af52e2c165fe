package bantam.runners.evaluate;

import bantam.results.Row;
import java.util.ArrayList;
import java.util.List;

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
   * @param windows its requests: one, or the windows of a whole text
   * @param first number of the first one
   */
  record Asked(String task, String item, int choice, List<Pair> windows, int first, Maker maker) {
    /** The same for the row that it becomes, and for no other. */
    String key() {
      return key(task, item, choice);
    }

    static String key(Row.Sample row) {
      return key(row.task(), row.item(), row.choice());
    }

    static String key(String task, String item, int choice) {
      return task + "\0" + item + "\0" + choice;
    }
  }

  private final List<Asked> asked = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Integer> units = new ArrayList<>();
  private int unit = -1;

  /**
   * Adds what is asked about one choice of an item; the choices of an item come one behind the
   * other, from 0 on.
   */
  void add(String task, String item, int choice, List<Pair> windows, Maker maker) {
    unit += choice == 0 ? 1 : 0;
    asked.add(new Asked(task, item, choice, windows, pairs.size(), maker));
    pairs.addAll(windows);
    for (int window = 0; window < windows.size(); window++) {
      units.add(unit);
    }
  }

  /** In the order in which they were added. */
  List<Asked> asked() {
    return asked;
  }

  /** The requests of all. */
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
    List<Row.Sample> rows = new ArrayList<>();
    for (Asked one : asked) {
      Likelihood sum =
          scored.subList(one.first(), one.first() + one.windows().size()).stream()
              .reduce(Likelihood.NONE, Likelihood::and);
      rows.add(one.maker().row(run, sum));
    }
    return rows;
  }
}
