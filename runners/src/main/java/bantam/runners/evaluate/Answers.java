package bantam.runners.evaluate;

import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.runners.evaluate.Agenda.Asked;
import bantam.runners.evaluate.Tree.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final List<Integer> texts = new ArrayList<>();
  private final List<Ledger.Window> others = new ArrayList<>();

  /**
   * @param there rows of an earlier attempt by their keys, others among them
   * @param windows that an earlier attempt read of texts that have no row, others among them
   */
  Answers(
      String run,
      Agenda agenda,
      Requests requests,
      Map<String, Row.Sample> there,
      List<Ledger.Window> windows) {
    this.run = run;
    this.asked = agenda.asked();
    this.requests = requests;
    this.found = new Likelihood[requests.pairs().size()];
    this.written = new boolean[asked.size()];
    Map<String, Integer> rows = new HashMap<>();
    requests.pairs().forEach(pair -> rowsOf.add(new ArrayList<>()));
    for (int row = 0; row < asked.size(); row++) {
      String key = asked.get(row).key();
      if (rows.put(key, row) != null) {
        throw new InputException(
            "task %s: two items have the id '%s'; ids must differ"
                .formatted(asked.get(row).task(), asked.get(row).item()));
      }
      if (asked.get(row).windows().size() > 1) {
        texts.add(row);
      }
      for (int request : requestsOf(row)) {
        rowsOf.get(request).add(row);
      }
      Row.Sample known = there.get(key);
      if (known != null) {
        known(row, known);
      }
    }
    for (Ledger.Window window : windows) {
      Integer row = rows.get(window.key());
      if (row == null) {
        others.add(window);
      } else {
        found[requestsOf(row).get(window.number())] =
            new Likelihood(window.nats(), window.greedy(), window.tokens());
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

  /** What is known of texts that have no row yet, those of other agendas among them. */
  List<Ledger.Window> open() {
    List<Ledger.Window> open = new ArrayList<>(others);
    for (int row : texts) {
      List<Integer> own = written[row] ? List.of() : requestsOf(row);
      for (int number = 0; number < own.size(); number++) {
        Likelihood one = found[own.get(number)];
        if (one != null) {
          String key = asked.get(row).key();
          open.add(new Ledger.Window(key, number, one.nats(), one.greedy(), one.tokens()));
        }
      }
    }
    return open;
  }

  /** Whether a pass would tell something that is not known. */
  boolean needs(Load load) {
    return load.rows().stream()
        .flatMap(row -> row.paths().stream())
        .mapToInt(Path::request)
        .anyMatch(
            request ->
                rowsOf.get(request).stream()
                    .anyMatch(row -> !written[row] && (found[request] == null || asksAlone(row))));
  }

  private boolean asksAlone(int row) {
    return asked.get(row).request().alone().isPresent();
  }

  /**
   * What a pass reads of whose items, without a beginning that is kept for several passes; a
   * request of several rows counts for the first.
   */
  List<Meter.Part> parts(Load load) {
    return load.rows().stream()
        .map(
            row -> {
              int request = row.paths().get(0).request();
              Asked first = asked.get(rowsOf.get(request).get(0));
              return Meter.Part.of(
                  first.task(),
                  first.item(),
                  first.perturbation(),
                  row.paths().size(),
                  row.length());
            })
        .toList();
  }

  /**
   * What the rows of a pass ask without their prompts, whether they are written or not: so that
   * these requests are always scored in the same company.
   */
  List<Pair> alone(Load load) {
    return rows(load).stream()
        .flatMap(row -> asked.get(row).request().alone().stream())
        .distinct()
        .toList();
  }

  /**
   * The rows that a pass has completed, in order; each row is given once.
   *
   * @param alone what it gave for {@link #alone}
   */
  List<Row.Sample> completedBy(Load load, Map<Pair, Likelihood> alone) {
    return completed(rows(load), alone);
  }

  private Set<Integer> rows(Load load) {
    TreeSet<Integer> rows = new TreeSet<>();
    load.rows().stream()
        .flatMap(row -> row.paths().stream())
        .forEach(path -> rows.addAll(rowsOf.get(path.request())));
    return rows;
  }

  /** Rows that are complete without a pass: of empty texts, and of requests that others asked. */
  List<Row.Sample> completed() {
    TreeSet<Integer> rows = new TreeSet<>();
    for (int row = 0; row < asked.size(); row++) {
      rows.add(row);
    }
    return completed(rows, Map.of());
  }

  private List<Row.Sample> completed(Iterable<Integer> rows, Map<Pair, Likelihood> alone) {
    List<Row.Sample> samples = new ArrayList<>();
    for (int row : rows) {
      boolean known = asked.get(row).request().alone().map(alone::containsKey).orElse(true);
      if (!written[row]
          && known
          && requestsOf(row).stream().allMatch(request -> found[request] != null)) {
        Likelihood sum = Likelihood.NONE;
        for (int request : requestsOf(row)) {
          sum = sum.and(found[request]);
        }
        written[row] = true;
        samples.add(asked.get(row).row(run, sum, alone));
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
