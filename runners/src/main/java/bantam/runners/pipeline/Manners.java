package bantam.runners.pipeline;

import java.time.Duration;
import java.util.List;

/**
 * How runs are carried out, which changes nothing of what they give.
 *
 * @param patience how long to wait for another process that holds a run's directory
 * @param command the command line, for provenance
 * @param version the tool's version, for provenance
 */
public record Manners(Duration patience, List<String> command, String version) {
  public Manners {
    command = List.copyOf(command);
  }
}
