package bantam.runners.generate;

import bantam.data.tokenize.Tokenizer;
import bantam.results.Row;
import bantam.runners.evaluate.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finished continuations as rows of the completions table. */
final class Completions {
  private final String run;
  private final List<String> prompts;
  private final Tokenizer tokenizer;
  private final String model;
  private final Ends ends;

  Completions(String run, List<String> prompts, Subject subject, Ends ends) {
    this.run = run;
    this.prompts = List.copyOf(prompts);
    this.ends = ends;
    this.tokenizer = subject.tokenizer();
    this.model = model(subject.directory());
  }

  /** A run's model by the run's id, so that the table is the same wherever the runs lie. */
  private static String model(Path directory) {
    Path run = directory.toAbsolutePath().getParent();
    return run != null && Files.exists(run.resolve("run.json"))
        ? run.getFileName().toString()
        : directory.toString();
  }

  Row.Completion row(Continuation continuation) {
    int[] ids = continuation.ids();
    return new Row.Completion(
        run,
        continuation.prompt(),
        continuation.sample(),
        prompts.get(continuation.prompt()),
        text(continuation, ids),
        Arrays.stream(ids).boxed().toList(),
        continuation.logProbability(),
        continuation.logProbabilities(),
        continuation.finish().name().toLowerCase(Locale.ROOT),
        model);
  }

  private String text(Continuation continuation, int[] ids) {
    int size = ends.isStop(ids[ids.length - 1]) ? ids.length - 1 : ids.length;
    int[] prompt = continuation.promptIds();
    int[] all = Arrays.copyOf(prompt, prompt.length + size);
    System.arraycopy(ids, 0, all, prompt.length, size);
    // decoded together: alone, some tokenizers drop the space that the first token begins with
    String before = tokenizer.decode(prompt, true);
    String whole = tokenizer.decode(all, true);
    return ends.cut(
        whole.startsWith(before)
            ? whole.substring(before.length())
            : tokenizer.decode(Arrays.copyOf(ids, size), true));
  }
}
