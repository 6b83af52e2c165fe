package bantam.runners.evaluate;

import bantam.recipes.InputException;
import bantam.results.files.Whole;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run that only reads a model has behind it, so that an interrupted one goes on from there;
 * {@code progress.json} in its directory.
 *
 * @param done names of the pieces of work that are done
 * @param rows of each table that belong to them
 * @param tokens scored or written
 * @param flops of their arithmetic
 * @param windows of texts that are not read to their end, so that they have no row yet
 */
public record Ledger(
    List<String> done, Map<String, Long> rows, long tokens, double flops, List<Window> windows) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NAME = "progress.json";

  /** Before anything is done. */
  private static final Ledger NONE = new Ledger(List.of(), Map.of(), 0, 0, List.of());

  /**
   * What is known of a part of a text that is cut into several.
   *
   * @param key of the row that the text becomes
   * @param number of the window in its text, from 0
   * @param nats its log-likelihood
   * @param greedy whether the likeliest token was the text's at every position
   * @param tokens that were scored
   */
  public record Window(String key, int number, double nats, boolean greedy, int tokens) {}

  public Ledger {
    done = List.copyOf(done);
    rows = Map.copyOf(rows);
    // a run that an earlier version left has none
    windows = windows == null ? List.of() : List.copyOf(windows);
  }

  /** What an earlier attempt left in a run's directory. */
  public static Ledger read(Path directory) {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      return JSON.readValue(file.toFile(), Ledger.class);
    } catch (IOException e) {
      throw new InputException(
          file + ": is not what this program wrote; delete the run's directory to start over", e);
    }
  }

  /** Rows of a table that count. */
  public long rowsOf(String table) {
    return rows.getOrDefault(table, 0L);
  }

  /** This and more of a piece of work that has no name. */
  public Ledger with(Map<String, Long> rowsNow, long moreTokens, double moreFlops) {
    return new Ledger(done, rowsNow, tokens + moreTokens, flops + moreFlops, windows);
  }

  /** This and one more piece of work. */
  public Ledger with(String name, Map<String, Long> rowsNow, long moreTokens, double moreFlops) {
    List<String> more = new ArrayList<>(done);
    more.add(name);
    return new Ledger(more, rowsNow, tokens + moreTokens, flops + moreFlops, windows);
  }

  /** This with other texts that are not read to their end. */
  public Ledger withWindows(List<Window> open) {
    return new Ledger(done, rows, tokens, flops, open);
  }

  /** Replaces what stands in the run's directory; the tables must be on the disk before. */
  public void write(Path directory) {
    try {
      Whole.write(directory.resolve(NAME), JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are JSON", e);
    }
  }
}
