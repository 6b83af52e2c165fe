package bantam.data.corpus;

import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses directories where a file is wanted, before anything walks through them. */
public final class OneFile {
  private OneFile() {}

  /**
   * @param input what a stage is still to make is not looked at
   * @throws InputException if it is a directory
   */
  public static void check(Input input) {
    if (input instanceof Input.File file) {
      check(file.path());
    }
  }

  static void check(Path path) {
    if (Files.isDirectory(path)) {
      throw new InputException(path + ": is a directory; name a file in it");
    }
  }
}
