package bantam.runners.evaluate;

import bantam.data.items.Item;
import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.results.TableReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an audit found out about the items of tasks: which stand in a training text.
 *
 * @see <a href="https://arxiv.org/abs/2005.14165">Brown et al. 2020, appendix C</a>: scores on the
 *     clean part of a benchmark. Ours differs in that items with too few words to tell are left out
 *     of it, for nobody knows whether they are clean
 */
final class Audited {
  /** Without an audit. */
  static final Audited NONE = new Audited(Path.of(""), Map.of());

  /** The subset of items that the text does not have. */
  static final String CLEAN = "clean";

  private static final String TABLE = "overlaps.arrow";

  private final Path place;
  private final Map<String, Map<String, Row.Overlap>> tasks;

  private Audited(Path place, Map<String, Map<String, Row.Overlap>> tasks) {
    this.place = place;
    this.tasks = tasks;
  }

  /**
   * @param place an audit's run, or the overlaps table in it
   * @throws InputException if there is none
   */
  static Audited read(Path place) {
    Path table = Files.isDirectory(place) ? place.resolve(TABLE) : place;
    if (!table.endsWith(TABLE) || !Files.exists(table)) {
      throw new InputException(
          "audit: there is no %s in %s; name the run of an audit, which 'bantam audit' makes"
              .formatted(
                  TABLE, Files.isDirectory(place) ? place : place.toAbsolutePath().getParent()));
    }
    Map<String, Map<String, Row.Overlap>> tasks = new HashMap<>();
    for (Row.Overlap row :
        TableReader.read(table.toAbsolutePath().getParent(), Row.Overlap.class)) {
      tasks.computeIfAbsent(row.task(), key -> new HashMap<>()).put(row.item(), row);
    }
    return new Audited(place, tasks);
  }

  /**
   * Makes sure that the audit looked at these very items.
   *
   * @throws InputException naming the task or the first item that it did not
   */
  void check(String task, List<Item> items) {
    if (this == NONE) {
      return;
    }
    Map<String, Row.Overlap> seen = tasks.get(task);
    if (seen == null) {
      throw new InputException(
          "audit: %s did not look at task %s; audit it, too, or leave it out"
              .formatted(place, task));
    }
    for (Item item : items) {
      Row.Overlap row = seen.get(item.id());
      if (row == null || !row.docHash().equals(Questions.hash(item))) {
        throw new InputException(
            "audit: %s looked at another item %s of task %s, or at none; audit the task as it is now"
                .formatted(place, item.id(), task));
      }
    }
  }

  /** A row with what the audit says of its item; a text has nothing said of it. */
  Row.Sample marked(Row.Sample row) {
    return Optional.ofNullable(tasks.getOrDefault(row.task(), Map.of()).get(row.item()))
        .filter(seen -> seen.docHash().equals(row.docHash()))
        .map(seen -> row.withContaminated(seen.contaminated()))
        .orElse(row);
  }
}
