package bantam.runners.evaluate;

import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.runners.evaluate.Agenda.Asked;
import bantam.runners.evaluate.Tree.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How far an agenda is: which rows are there, and which requests' likelihoods are known. */
final class Answers {
  private final String run;
  private final List<Asked> asked;
  private final Requests requests;
  private final Likelihood[] found;
  private final boolean[] written;
  private final List<List<Integer>> rowsOf = new ArrayList<>();

  /**
   * @param there rows of an earlier attempt by their keys, others among them
   */
  Answers(String run, Agenda agenda, Requests requests, Map<String, Row.Sample> there) {
    this.run = run;
    this.asked = agenda.asked();
    this.requests = requests;
    this.found = new Likelihood[requests.pairs().size()];
    this.written = new boolean[asked.size()];
    Set<String> keys = new HashSet<>();
    requests.pairs().forEach(pair -> rowsOf.add(new ArrayList<>()));
    for (int row = 0; row < asked.size(); row++) {
      if (!keys.add(asked.get(row).key())) {
        String[] names = asked.get(row).key().split("\0", -1);
        throw new InputException(
            "task %s: two items have the id '%s'; ids must differ".formatted(names[0], names[1]));
      }
      for (int request : requestsOf(row)) {
        rowsOf.get(request).add(row);
      }
      Row.Sample known = there.get(asked.get(row).key());
      if (known != null) {
        known(row, known);
      }
    }
  }

  private void known(int place, Row.Sample row) {
    written[place] = true;
    if (asked.get(place).windows().size() == 1) {
      found[requests.of(asked.get(place).first())] =
          new Likelihood(row.logLikelihood(), row.greedy(), row.tokens());
    }
  }

  /** The likelihoods by request; a scorer puts them here. */
  Likelihood[] found() {
    return found;
  }

  /** Whether a pass would tell something that is not known. */
  boolean needs(Load load) {
    return load.rows().stream()
        .flatMap(row -> row.paths().stream())
        .mapToInt(Path::request)
        .anyMatch(
            request ->
                found[request] == null
                    && rowsOf.get(request).stream().anyMatch(row -> !written[row]));
  }

  /** The rows that a pass has completed, in order; each row is given once. */
  List<Row.Sample> completedBy(Load load) {
    TreeSet<Integer> rows = new TreeSet<>();
    load.rows().stream()
        .flatMap(row -> row.paths().stream())
        .forEach(path -> rows.addAll(rowsOf.get(path.request())));
    return completed(rows);
  }

  /** Rows that are complete without a pass: of empty texts, and of requests that others asked. */
  List<Row.Sample> completed() {
    TreeSet<Integer> rows = new TreeSet<>();
    for (int row = 0; row < asked.size(); row++) {
      rows.add(row);
    }
    return completed(rows);
  }

  private List<Row.Sample> completed(Iterable<Integer> rows) {
    List<Row.Sample> samples = new ArrayList<>();
    for (int row : rows) {
      if (!written[row] && requestsOf(row).stream().allMatch(request -> found[request] != null)) {
        Likelihood sum = Likelihood.NONE;
        for (int request : requestsOf(row)) {
          sum = sum.and(found[request]);
        }
        written[row] = true;
        samples.add(asked.get(row).maker().row(run, sum));
      }
    }
    return samples;
  }

  private List<Integer> requestsOf(int row) {
    List<Integer> own = new ArrayList<>();
    int first = asked.get(row).first();
    for (int window = 0; window < asked.get(row).windows().size(); window++) {
      own.add(requests.of(first + window));
    }
    return own;
  }
}
