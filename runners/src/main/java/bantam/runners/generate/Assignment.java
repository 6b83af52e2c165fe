package bantam.runners.generate;

import bantam.data.Corpora;
import bantam.data.Document;
import bantam.data.chat.ChatTemplate;
import bantam.data.chat.Message;
import bantam.recipes.Decoding;
import bantam.recipes.Generate;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.results.Row;
import bantam.runners.StopSignal;
import bantam.runners.evaluate.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a recipe wants continued, by which model. */
public record Assignment(Generate recipe, Subject subject, Ensemble models, List<Prompt> prompts) {
  /**
   * A text to continue.
   *
   * @param marked whether it holds its begin token, as what a chat template writes does
   */
  public record Prompt(String text, boolean marked) {}

  public Assignment {
    prompts = List.copyOf(prompts);
  }

  /** Reads the prompts. */
  public static Assignment of(Generate recipe, Subject subject, Ensemble models) {
    if (recipe.promptsFrom().isEmpty()) {
      return new Assignment(
          recipe,
          subject,
          models,
          recipe.prompts().stream().map(prompt -> new Prompt(prompt, false)).toList());
    }
    Optional<ChatTemplate> template = subject.tokenizer().chatTemplate();
    try (Stream<Document> documents = Corpora.ALL.make(recipe.promptsFrom().get()).documents()) {
      return new Assignment(
          recipe, subject, models, documents.map(document -> prompt(document, template)).toList());
    }
  }

  /** A conversation is asked for its next answer, another document is continued. */
  private static Prompt prompt(Document document, Optional<ChatTemplate> template) {
    Optional<String> talk =
        template.flatMap(one -> document.conversation().map(said -> said.prompt(one)));
    return talk.map(text -> new Prompt(text, true))
        .orElseGet(() -> new Prompt(document.writtenBy(template).text(), false));
  }

  /**
   * The same with each prompt as a user's message.
   *
   * @throws InputException if the model has no chat template, or one that is not rendered exactly
   */
  public Assignment chat() {
    ChatTemplate template =
        subject
            .tokenizer()
            .chatTemplate()
            .orElseThrow(
                () ->
                    new InputException(
                        subject.directory()
                            + ": the model has no chat template; leave --chat out, or add"
                            + " chat_template to its tokenizer_config.json"));
    List<Prompt> asked =
        prompts.stream()
            .map(prompt -> template.render(List.of(new Message("user", prompt.text())), true))
            .map(text -> new Prompt(text, true))
            .toList();
    return new Assignment(recipe, subject, models, asked);
  }

  /** Completions in all. */
  long size() {
    return (long) prompts.size() * recipe.samples();
  }

  /**
   * Continues every prompt, without a run.
   *
   * @param ready takes each completion, a batch at a time
   */
  public void complete(StopSignal stop, Consumer<Row.Completion> ready) {
    Generator generator = generator(stop);
    Completions completions = completions("");
    for (List<Continuation> batch : batches()) {
      generator.complete(batch);
      batch.forEach(done -> ready.accept(completions.row(done)));
    }
  }

  /**
   * @param run the run's id, for the rows
   */
  Completions completions(String run) {
    return new Completions(run, prompts.stream().map(Prompt::text).toList(), subject, ends());
  }

  List<List<Continuation>> batches() {
    return GenerateBatches.of(continuations(), recipe.decoding().maxTokens(), models.limit());
  }

  Generator generator(StopSignal stop) {
    return new Generator(models, Sampling.of(recipe.decoding()), ends(), stop);
  }

  private Ends ends() {
    Decoding decoding = recipe.decoding();
    Ends ends = Ends.of(stops(), decoding.maxTokens(), models.limit());
    return decoding.stop().isEmpty() ? ends : ends.orWith(decoding.stop(), subject.tokenizer());
  }

  private List<Continuation> continuations() {
    List<int[]> encoded =
        prompts.parallelStream()
            .map(prompt -> subject.tokenizer().encode(prompt.text(), !prompt.marked()))
            .toList();
    List<Continuation> all = new ArrayList<>();
    for (int prompt = 0; prompt < encoded.size(); prompt++) {
      int[] ids = encoded.get(prompt);
      if (ids.length >= models.limit()) {
        throw new InputException(
            "prompt %d has %,d tokens; the model reads %,d, so that nothing can follow: shorten it"
                .formatted(prompt, ids.length, models.limit()));
      }
      int[] begin = ids.length == 0 ? new int[] {subject.prefix()} : ids;
      for (int sample = 0; sample < recipe.samples(); sample++) {
        all.add(new Continuation(recipe.common().seed(), prompt, sample, begin));
      }
    }
    return all;
  }

  /** Those of the recipe, else of the model's files, else the tokenizer's end token. */
  private Set<Integer> stops() {
    int vocabulary = subject.decoder().config().vocabulary();
    for (int token : recipe.decoding().stopTokens().orElse(List.of())) {
      if (token < 0 || token >= vocabulary) {
        throw new RecipeException(
            "stop_tokens has %d; the model's tokens are 0 to %d".formatted(token, vocabulary - 1));
      }
    }
    Set<Integer> stops =
        new LinkedHashSet<>(
            recipe.decoding().stopTokens().orElse(subject.decoder().config().eos()));
    OptionalInt eos = subject.tokenizer().eos();
    if (recipe.decoding().stopTokens().isEmpty() && stops.isEmpty() && eos.isPresent()) {
      stops.add(eos.getAsInt());
    }
    return stops;
  }
}
