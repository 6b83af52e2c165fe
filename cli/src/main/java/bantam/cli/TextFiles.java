package bantam.cli;

import bantam.data.corpus.ArrowCorpus;
import bantam.data.corpus.JsonlCorpus;
import bantam.data.corpus.Part;
import bantam.data.corpus.TextCorpus;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import java.nio.file.Path;
import java.util.Optional;

/** The corpora that commands are given as a file. */
final class TextFiles {
  private TextFiles() {}

  /** A file by its name's end: JSONL or Arrow with a field {@code text}, else plain text. */
  static Choice corpus(Path path) {
    Input file = new Input.File(path.toAbsolutePath().normalize());
    Part whole = new Part(0, 1);
    String name = path.toString();
    if (name.endsWith(".jsonl")) {
      return new Choice("jsonl", new JsonlCorpus.Options(file, "text", Optional.empty(), whole));
    }
    return name.endsWith(".arrow")
        ? new Choice("arrow", new ArrowCorpus.Options(file, "text", Optional.empty(), whole))
        : new Choice("text", new TextCorpus.Options(file, "blank-line", whole));
  }
}
