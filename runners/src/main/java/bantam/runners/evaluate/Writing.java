package bantam.runners.evaluate;

import bantam.data.items.Item;
import bantam.data.prepare.PythonText;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Generation;
import bantam.recipes.Randomness;
import bantam.recipes.RecipeException;
import bantam.results.Row;
import bantam.runners.StopSignal;
import bantam.runners.generate.Continuation;
import bantam.runners.generate.Datastore;
import bantam.runners.generate.Ends;
import bantam.runners.generate.Ensemble;
import bantam.runners.generate.GenerateBatches;
import bantam.runners.generate.Generator;
import bantam.runners.generate.Sampling;
import bantam.runners.model.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a model writes for a task's items: a row of the samples table for each answer, the repeats
 * of an item one behind the other. Which answers are written together is fixed by the items alone,
 * so that an interrupted task goes on with a whole batch.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/models/huggingface.py}: {@code generate_until}. Ours differs in that
 *     a stop text which is one special token ends an answer although such tokens give no text
 */
final class Writing {
  /**
   * Answers that are written together.
   *
   * @param first place of the first one among all of the task's
   * @param size answers in it
   */
  record Batch(int first, int size) {}

  /**
   * What a batch gave.
   *
   * @param read tokens that the model read, prompts included
   * @param written tokens
   * @param untilFirst seconds until every answer had its first token
   */
  record Written(List<Row.Sample> rows, long read, long written, double untilFirst) {
    Written {
      rows = List.copyOf(rows);
    }

    /** Which answers it wrote. */
    List<Meter.Part> parts() {
      return rows.stream()
          .map(row -> Meter.Part.of(row.task(), row.item(), row.perturbation(), 1, row.tokens()))
          .toList();
    }
  }

  private final Questions questions;
  private final Generation how;
  private final Ensemble models;
  private final Tokenizer tokenizer;
  private final long seed;
  private final List<int[]> prompts;
  private final List<String> stops;
  private final Ends ends;

  /**
   * @param limit tokens that the model reads at once, prompt and answer together
   * @param seed of what is drawn where answers are not greedy
   * @throws RecipeException if the answers leave no room for a prompt
   */
  Writing(Questions questions, Decoder decoder, Tokenizer tokenizer, int limit, long seed) {
    this(questions, decoder, Optional.empty(), tokenizer, Encoding.of(tokenizer), limit, seed);
  }

  /**
   * The same with other tokens for prompts.
   *
   * @param text whose counts are mixed into the model's probabilities
   * @param encoding how prompts become tokens
   */
  Writing(
      Questions questions,
      Decoder decoder,
      Optional<Datastore> text,
      Tokenizer tokenizer,
      Encoding encoding,
      int limit,
      long seed) {
    this.questions = questions;
    this.how = questions.task().generation().orElseThrow();
    this.models = Ensemble.of(decoder).with(text);
    this.tokenizer = tokenizer;
    this.seed = seed;
    this.stops = new ArrayList<>(how.until());
    Set<Integer> tokens = new LinkedHashSet<>(decoder.config().eos());
    tokenizer.eos().ifPresent(tokens::add);
    tokenizer.eos().ifPresent(eos -> stops.add(tokenizer.decode(new int[] {eos}, false)));
    stops.removeIf(String::isEmpty);
    stops.forEach(stop -> special(stop).ifPresent(tokens::add));
    this.ends = Ends.of(tokens, how.maxTokens(), limit).orWith(stops, tokenizer);
    this.prompts = prompts(encoding, limit);
  }

  /** The token that a stop text is, if it is one that gives no text. */
  private OptionalInt special(String text) {
    int[] ids = tokenizer.encode(text, false);
    boolean special = ids.length == 1 && tokenizer.decode(ids, true).isEmpty();
    return special ? OptionalInt.of(ids[0]) : OptionalInt.empty();
  }

  /** Cut on the left, even of the token that begins texts, as the harness does. */
  private List<int[]> prompts(Encoding encoding, int limit) {
    int most = limit - how.maxTokens();
    if (most < 1) {
      throw new RecipeException(
          "task %s: max_tokens is %d; it must be below the %d tokens that the model reads"
              .formatted(questions.task().name(), how.maxTokens(), limit));
    }
    List<String> texts = questions.items().stream().map(questions::prompt).toList();
    return encoding.texts(texts).stream()
        .map(ids -> ids.length == 0 ? new int[] {encoding.prefix()} : ids)
        .map(ids -> Arrays.copyOfRange(ids, Math.max(0, ids.length - most), ids.length))
        .toList();
  }

  /** Answers in all. */
  int size() {
    return prompts.size() * how.repeats();
  }

  /** All answers, in order. */
  List<Batch> batches() {
    int[] lengths =
        prompts.stream()
            .flatMapToInt(ids -> IntStream.generate(() -> ids.length).limit(how.repeats()))
            .toArray();
    List<Batch> batches = new ArrayList<>();
    int from = 0;
    for (int end : GenerateBatches.ends(lengths, how.maxTokens(), models.limit())) {
      batches.add(new Batch(from, end - from));
      from = end;
    }
    return batches;
  }

  /** Lets the model write a batch. */
  Written write(String run, Batch batch, StopSignal stop) {
    List<Continuation> answers = new ArrayList<>();
    for (int place = batch.first(); place < batch.first() + batch.size(); place++) {
      Item item = item(place);
      // of the item and not of its place, so that a part of the items has the same answers
      long own = Randomness.seedOf(seed, questions.task().name() + " " + item.id(), 0);
      int[] prompt = prompts.get(place / how.repeats());
      answers.add(new Continuation(own, 0, place % how.repeats(), prompt));
    }
    double untilFirst =
        new Generator(models, Sampling.of(how.decoding()), ends, stop).complete(answers);
    List<Row.Sample> rows = new ArrayList<>();
    for (Continuation answer : answers) {
      rows.add(row(run, item(batch.first() + rows.size()), answer));
    }
    long written = answers.stream().mapToLong(answer -> answer.ids().length).sum();
    long given = answers.stream().mapToLong(Continuation::promptLength).sum();
    // an answer's last token is not read
    return new Written(rows, given + written - answers.size(), written, untilFirst);
  }

  private Item item(int place) {
    return questions.items().get(place / how.repeats());
  }

  private Row.Sample row(String run, Item item, Continuation answer) {
    String text = text(answer.ids());
    List<String> right = item.choices();
    return new Row.Sample(
        run,
        questions.task().name(),
        item.id(),
        questions.docHash(item),
        item.cluster().map(Hashes::of),
        Hashes.of(questions.prompt(item)),
        Hashes.of(String.join("\0", right)),
        answer.sample(),
        answer.logProbability(),
        Sampling.of(how.decoding()).greedy(),
        answer.promptLength(),
        answer.ids().length,
        text.codePointCount(0, text.length()),
        text.getBytes(StandardCharsets.UTF_8).length,
        PythonText.words(text),
        Optional.of(text),
        Optional.of(right.get(0)),
        Optional.empty(),
        right.subList(1, right.size()),
        item.offered(),
        Optional.empty(),
        OptionalDouble.empty(),
        questions.perturbation());
  }

  private String text(int[] ids) {
    boolean ended = ends.isStop(ids[ids.length - 1]);
    String text = tokenizer.decode(ended ? Arrays.copyOf(ids, ids.length - 1) : ids, true);
    for (String stop : stops) {
      int end = text.indexOf(stop);
      text = end < 0 ? text : text.substring(0, end);
    }
    return text;
  }
}
