package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.data.Document;
import bantam.data.items.Item;
import bantam.data.items.Items;
import bantam.data.overlap.Overlap;
import bantam.data.overlap.Overlaps;
import bantam.recipes.Audit;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Looks for every item of some tasks in a training text and writes a row of the overlaps table for
 * each. An item is its prompt with the right choice behind it, or the page that is scored.
 */
public final class AuditRunner implements Runner<Audit> {
  /** An item that is looked for. */
  private record Sought(String task, Item item, String text) {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Audit recipe, RunContext context) {
    List<Sought> all = new ArrayList<>();
    recipe.tasks().forEach(task -> add(task, all));
    Overlaps overlaps = new Overlaps(all.stream().map(Sought::text).toList(), recipe.ngram());
    read(recipe, context, overlaps);
    List<Overlap> found = overlaps.found();
    try (TableWriter<Row.Overlap> table =
        TableWriter.open(context.directory(), Row.Overlap.class)) {
      for (int i = 0; i < all.size(); i++) {
        table.add(row(context.id(), all.get(i), found.get(i)));
      }
      table.finish();
    }
    context
        .progress()
        .end("%d items found".formatted(found.stream().filter(one -> one.found() > 0).count()));
    return new Outcome(Map.of(), 0, 0, 0, 0, Outcome.Flops.of(0), OptionalDouble.empty());
  }

  private static void add(Task task, List<Sought> all) {
    try (Stream<Item> items = Items.ALL.make(task.items()).items()) {
      items.forEach(item -> all.add(new Sought(task.name(), item, text(task, item))));
    }
  }

  private static String text(Task task, Item item) {
    String answer = item.choices().get(item.gold());
    return task.output() == Task.Output.LOGLIKELIHOOD_ROLLING
        ? item.page().orElse(answer)
        : item.prompts().get(item.gold()) + task.suffix() + task.delimiter() + answer;
  }

  private static void read(Audit recipe, RunContext context, Overlaps overlaps) {
    context.progress().begin("reading", 0, "documents");
    long read = 0;
    try (Stream<Document> documents = Corpora.ALL.make(recipe.corpus()).documents()) {
      for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
        context.stop().check();
        overlaps.add(each.next().text());
        context.progress().at(++read, "");
      }
    }
  }

  private static Row.Overlap row(String run, Sought sought, Overlap overlap) {
    Optional<Overlap.Place> first = overlap.first();
    return new Row.Overlap(
        run,
        sought.task(),
        sought.item().id(),
        Questions.hash(sought.item()),
        overlap.ngram(),
        overlap.sequences(),
        overlap.found(),
        overlap.sequences() == 0 ? Optional.empty() : Optional.of(overlap.found() > 0),
        first.map(place -> OptionalLong.of(place.document())).orElse(OptionalLong.empty()),
        first.map(place -> OptionalLong.of(place.word())).orElse(OptionalLong.empty()),
        first.map(Overlap.Place::words));
  }
}
