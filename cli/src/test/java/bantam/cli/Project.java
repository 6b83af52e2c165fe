package bantam.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's own files. */
final class Project {
  private Project() {}

  /** The directory of the parent POM. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(here.resolve("scripts/bantam"))) {
      here = here.getParent();
    }
    return here;
  }
}
