package bantam.runners.generate;

import bantam.data.Corpora;
import bantam.data.Document;
import bantam.recipes.Generate;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Ledger;
import bantam.runners.evaluate.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Continues prompts and writes a row of the completions table for each completion; the table is a
 * corpus as well. An interrupted run goes on with the batch that it was at.
 */
public final class GenerateRunner implements Runner<Generate> {
  private static final String TABLE = "completions";

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Generate recipe, RunContext context) {
    List<String> prompts = prompts(recipe);
    try (Engine engine = Engine.start(recipe.common());
        Subject subject = Subject.open(engine, recipe.model().path())) {
      Completions completions = new Completions(context.id(), prompts, subject);
      List<List<Continuation>> batches =
          GenerateBatches.of(
              continuations(recipe, prompts, subject), recipe.maxTokens(), subject.limit());
      Generator generator =
          new Generator(
              subject.decoder(),
              new Sampling(recipe.temperature(), recipe.topK(), recipe.topP()),
              stops(recipe, subject),
              recipe.maxTokens(),
              context.stop());
      Ledger ledger = Ledger.read(context.directory());
      try (TableWriter<Row.Completion> table =
          TableWriter.resume(context.directory(), Row.Completion.class, ledger.rowsOf(TABLE))) {
        long total = (long) prompts.size() * recipe.samples();
        context.progress().begin("generating", total, "completions");
        for (List<Continuation> batch : batches.subList(ledger.done().size(), batches.size())) {
          context.stop().check();
          generator.complete(batch);
          batch.forEach(done -> table.add(completions.row(done)));
          table.sync();
          ledger = counted(ledger, table.rows(), batch, subject);
          ledger.write(context.directory());
          context.progress().at(table.rows(), "");
        }
        context.progress().end("");
        return outcome(subject, ledger, table.finish());
      }
    }
  }

  private static List<String> prompts(Generate recipe) {
    if (recipe.promptsFrom().isEmpty()) {
      return recipe.prompts();
    }
    try (Stream<Document> documents = Corpora.ALL.make(recipe.promptsFrom().get()).documents()) {
      return documents.map(Document::text).toList();
    }
  }

  private static List<Continuation> continuations(
      Generate recipe, List<String> prompts, Subject subject) {
    List<int[]> encoded = subject.tokenizer().encodeAll(prompts, true);
    List<Continuation> all = new ArrayList<>();
    for (int prompt = 0; prompt < encoded.size(); prompt++) {
      int[] ids = encoded.get(prompt);
      if (ids.length >= subject.limit()) {
        throw new InputException(
            "prompt %d has %,d tokens; the model reads %,d, so that nothing can follow: shorten it"
                .formatted(prompt, ids.length, subject.limit()));
      }
      int[] begin = ids.length == 0 ? new int[] {subject.prefix()} : ids;
      for (int sample = 0; sample < recipe.samples(); sample++) {
        all.add(new Continuation(recipe.common().seed(), prompt, sample, begin));
      }
    }
    return all;
  }

  /** Those of the recipe, else of the model's files, else the tokenizer's end token. */
  private static Set<Integer> stops(Generate recipe, Subject subject) {
    int vocabulary = subject.decoder().config().vocabulary();
    for (int token : recipe.stopTokens().orElse(List.of())) {
      if (token < 0 || token >= vocabulary) {
        throw new RecipeException(
            "stop_tokens has %d; the model's tokens are 0 to %d".formatted(token, vocabulary - 1));
      }
    }
    Set<Integer> stops =
        new LinkedHashSet<>(recipe.stopTokens().orElse(subject.decoder().config().eos()));
    OptionalInt eos = subject.tokenizer().eos();
    if (recipe.stopTokens().isEmpty() && stops.isEmpty() && eos.isPresent()) {
      stops.add(eos.getAsInt());
    }
    return stops;
  }

  private static Ledger counted(
      Ledger ledger, long rows, List<Continuation> batch, Subject subject) {
    long written = batch.stream().mapToLong(row -> row.ids().length).sum();
    long prompts = batch.stream().mapToLong(Continuation::promptLength).sum();
    String name = Integer.toString(ledger.done().size());
    // a completion's last token is not read
    long read = prompts + written - batch.size();
    return ledger.with(name, Map.of(TABLE, rows), written, subject.flops(read, written));
  }

  private static Outcome outcome(Subject subject, Ledger ledger, Path table) {
    return new Outcome(
        Map.of("data", table),
        subject.parameters(),
        0,
        subject.nonZero(),
        ledger.tokens(),
        Outcome.Flops.of(ledger.flops()),
        OptionalDouble.empty());
  }
}
