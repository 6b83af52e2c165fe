package bantam.runners.pipeline;

import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.Pipeline;
import bantam.results.Row;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.results.TableWriter;
import bantam.results.runs.Provenance;
import bantam.results.statistics.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One row for every model that a pipeline measured: what it is, what it cost, what it can do. */
final class Summary {
  private static final String BITS = "bits_per_byte";

  private final Map<String, Finished> done;
  private final Map<String, Scores> scores = new LinkedHashMap<>();

  Summary(Pipeline pipeline, Map<String, Finished> done) {
    this.done = done;
    pipeline
        .stages()
        .forEach(
            (name, stage) -> {
              if (stage instanceof Evaluate evaluate) {
                scores.put(name, Scores.read(evaluate, done.get(name).directory()));
              }
            });
  }

  /** A score of an evaluate stage. */
  Optional<Row.Score> find(String stage, String what, String metric) {
    return Optional.ofNullable(scores.get(stage)).flatMap(found -> found.find(what, metric));
  }

  /** Writes {@code summary.arrow}: without wall-clock times, so that it is the same every time. */
  void write(Path directory) {
    TableWriter.write(directory.resolve("summary.arrow"), table(false));
  }

  Table table(boolean withSeconds) {
    if (scores.isEmpty()) {
      return stages(withSeconds);
    }
    Set<String> texts = new LinkedHashSet<>();
    scores.values().forEach(one -> texts.addAll(one.recipe().corpora().keySet()));
    List<List<Object>> rows = new ArrayList<>();
    scores.forEach((stage, one) -> rows.add(row(one, texts, withSeconds)));
    return new Table(headings(texts, withSeconds), rows);
  }

  private static List<Heading> headings(Set<String> texts, boolean withSeconds) {
    List<Heading> headings = new ArrayList<>();
    headings.add(new Heading("model", "the stage that made the model", ""));
    headings.add(new Heading("parameters", "parameters of the model", "parameters"));
    headings.add(new Heading("tokens", "tokens that its stage trained on", "tokens"));
    headings.add(
        new Heading("lineage_tokens", "and those of the stages that it descends from", "tokens"));
    for (String text : texts) {
      headings.add(new Heading(text + "_bpb", "held-out bits per byte on " + text, "bits/byte"));
    }
    headings.add(new Heading("acc", "accuracy over the items of all tasks", ""));
    headings.add(new Heading("acc_low", "lower end of its 95 % interval", ""));
    headings.add(new Heading("acc_high", "upper end of its 95 % interval", ""));
    headings.add(new Heading("chance", "accuracy of guessing", ""));
    if (withSeconds) {
      headings.add(new Heading("seconds", "wall-clock time of its stage", "s"));
    }
    return headings;
  }

  private List<Object> row(Scores measured, Set<String> texts, boolean withSeconds) {
    List<Object> row = new ArrayList<>();
    Input model = measured.recipe().model();
    String maker = model instanceof Input.StageOutput made ? made.stage() : "";
    Optional<Finished> stage = Optional.ofNullable(done.get(maker));
    row.add(maker.isEmpty() ? model.path().getFileName().toString() : maker);
    row.add(stage.map(one -> one.provenance().cost().parameters().orElse(0)).orElse(null));
    row.add(stage.isPresent() ? (Object) tokens(maker) : null);
    row.add(
        stage.isPresent()
            ? (Object) (tokens(maker) + stage.get().provenance().lineageTokens())
            : null);
    for (String text : texts) {
      row.add(measured.find(text, BITS).map(Row.Score::value).orElse(null));
    }
    accuracy(measured, row);
    if (withSeconds) {
      row.add(stage.map(one -> one.provenance().seconds()).orElse(null));
    }
    return row;
  }

  private static void accuracy(Scores measured, List<Object> row) {
    Optional<Row.Score> acc = measured.find(Scores.ALL, "acc");
    Optional<Interval> interval =
        acc.filter(one -> one.stderr().isPresent())
            .map(one -> Interval.normal(one.value(), one.stderr().getAsDouble()));
    row.add(acc.map(Row.Score::value).orElse(null));
    row.add(interval.map(Interval::low).orElse(null));
    row.add(interval.map(Interval::high).orElse(null));
    row.add(
        acc.filter(one -> one.chance().isPresent())
            .map(one -> one.chance().getAsDouble())
            .orElse(null));
  }

  private long tokens(String stage) {
    Provenance made = done.get(stage).provenance();
    return Lineage.trains(made.kind()) ? made.cost().tokens().orElse(0) : 0;
  }

  private Table stages(boolean withSeconds) {
    List<Heading> headings =
        new ArrayList<>(
            List.of(
                new Heading("stage", "name of the stage", ""),
                new Heading("kind", "kind of its recipe", ""),
                new Heading("run", "id of its run", "")));
    if (withSeconds) {
      headings.add(new Heading("seconds", "wall-clock time", "s"));
    }
    List<List<Object>> rows = new ArrayList<>();
    done.forEach(
        (name, stage) -> {
          List<Object> row = new ArrayList<>(List.of(name, stage.provenance().kind(), stage.id()));
          if (withSeconds) {
            row.add(stage.provenance().seconds());
          }
          rows.add(row);
        });
    return new Table(headings, rows);
  }
}
