package bantam.runners.pipeline;

import bantam.results.runs.Provenance;
import java.nio.file.Path;

/**
 * A run that is done.
 *
 * @param cached whether an earlier run of the same experiment was taken
 */
record Finished(Path directory, Provenance provenance, boolean cached) {
  String id() {
    return provenance.id();
  }
}
