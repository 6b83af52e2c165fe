package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Limit;
import bantam.recipes.Task;
import bantam.runners.evaluate.Pairs.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model is asked about a task's first item, for people. */
public final class Preview {
  /** Tokens of a whole text that are shown. */
  private static final int MOST = 200;

  /** The seed of recipes that say none. */
  private static final long SEED = 17;

  private Preview() {}

  /**
   * The requests, with an arrow where what is scored begins, or their tokens.
   *
   * @param tokenizer shows its tokens, parted by {@code |}
   * @param changes of the question, each shown by itself; none shows it as it is
   * @return lines
   * @throws bantam.recipes.InputException if the task's data are missing or wrong
   */
  public static List<String> of(Task task, Optional<Tokenizer> tokenizer, List<Choice> changes) {
    TaskItems all = TaskItems.of(task, Optional.empty(), Limit.NONE);
    TaskItems first = new TaskItems(all.items().subList(0, 1), all.places().subList(0, 1));
    Questions plain = new Questions(task, first.items());
    List<String> lines = new ArrayList<>();
    lines.add(
        "item 0 of %,d; --> begins what is %s"
            .formatted(
                all.items().size(),
                task.output() == Task.Output.GENERATE_UNTIL ? "right to write" : "scored"));
    if (changes.isEmpty()) {
      lines.addAll(of(plain, tokenizer));
    }
    for (Questions changed : new Perturbing(changes, SEED).of(plain, first, Optional.empty())) {
      lines.add("");
      lines.add("with " + changed.perturbation().orElseThrow());
      lines.addAll(of(changed, tokenizer));
    }
    return lines;
  }

  private static List<String> of(Questions questions, Optional<Tokenizer> tokenizer) {
    Task task = questions.task();
    boolean writes = task.output() == Task.Output.GENERATE_UNTIL;
    List<String> lines = new ArrayList<>();
    List<Texts> texts = questions.requests();
    for (int choice = 0; choice < texts.size(); choice++) {
      boolean right = !writes && texts.size() > 1 && questions.items().get(0).right(choice);
      lines.add("");
      lines.add(
          writes
              ? "right answer " + choice
              : "choice %d%s".formatted(choice, right ? ", the right one" : ""));
      lines.add(
          tokenizer.isPresent()
              ? pieces(
                  questions
                      .encoded(tokenizer.get(), new Rolling(MOST))
                      .get(choice)
                      .windows()
                      .get(0),
                  tokenizer.get())
              : text(task, texts.get(choice)));
    }
    return lines;
  }

  private static String text(Task task, Texts texts) {
    boolean whole = task.output() == Task.Output.LOGLIKELIHOOD_ROLLING;
    return whole
        ? "-->" + texts.continuation().substring(task.delimiter().length())
        : texts.context() + "-->" + texts.continuation();
  }

  private static String pieces(Pair pair, Tokenizer tokenizer) {
    return pieces(pair.context(), tokenizer) + " --> " + pieces(pair.continuation(), tokenizer);
  }

  private static String pieces(int[] ids, Tokenizer tokenizer) {
    return Arrays.stream(ids).mapToObj(tokenizer::piece).collect(Collectors.joining("|"));
  }
}
