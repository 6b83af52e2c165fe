package bantam.runners.pipeline;

import bantam.results.Table;
import java.nio.file.Path;
import java.util.List;

/**
 * How an experiment ended.
 *
 * @param id the run's id
 * @param directory the run's directory
 * @param cached whether it had been done before
 * @param table what it found, to be shown
 * @param unmet what the recipe expects and does not hold, a line each
 */
public record Report(String id, Path directory, boolean cached, Table table, List<String> unmet) {
  public Report {
    unmet = List.copyOf(unmet);
  }
}
