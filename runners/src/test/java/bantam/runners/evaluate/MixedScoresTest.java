package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.corpus.Part;
import bantam.data.corpus.TextCorpus;
import bantam.data.suffix.Context;
import bantam.data.suffix.InfiniGram;
import bantam.data.world.Split;
import bantam.data.world.WorldCorpus;
import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.Interpolation;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.RecipeException;
import bantam.recipes.Scoring;
import bantam.recipes.Sharing;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.generate.Datastore;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.TinyFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of a model into which the counts of a text are mixed. */
class MixedScoresTest {
  private static final Set<Sharing> ALL = EnumSet.allOf(Sharing.class);

  @TempDir static Path directory;
  private static Engine engine;
  private static Decoder decoder;
  private static InfiniGram counts;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    decoder = Decoder.random(TinyFamily.config("llama", directory.resolve("shape")), engine, 41);
    SplittableRandom random = new SplittableRandom(2);
    List<int[]> documents = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      documents.add(random.ints(40, 0, 6).toArray());
    }
    counts = InfiniGram.of(documents, decoder.config().vocabulary());
  }

  @AfterAll
  static void stop() {
    decoder.close();
    engine.close();
  }

  /** Items of three choices, most of whose tokens the text knows. */
  private static List<Pair> requests() {
    SplittableRandom random = new SplittableRandom(7);
    List<Pair> requests = new ArrayList<>();
    for (int item = 0; item < 12; item++) {
      int[] context = random.ints(1 + random.nextInt(20), 0, 7).toArray();
      Context known = counts.context();
      known.add(context);
      // what the text goes on with first
      requests.add(Pair.of(context, new int[] {known.next().token(0)}));
      for (int choice = 0; choice < 2; choice++) {
        requests.add(Pair.of(context, random.ints(1 + random.nextInt(3), 0, 7).toArray()));
      }
    }
    return requests;
  }

  private static List<Likelihood> score(Optional<Datastore> text, Set<Sharing> sharing) {
    List<Pair> pairs = requests();
    int[] units = IntStream.range(0, pairs.size()).map(i -> i / 3).toArray();
    try (ModelScorer scorer =
        new ModelScorer(decoder, 200, sharing, text, Progress.silent(), new StopSignal())) {
      return scorer.score(pairs, units);
    }
  }

  /** The same from the whole distribution of each token, in double. */
  private static Likelihood expected(Pair pair, double weight, double sparseWeight) {
    int[] ids = pair.input();
    float[] logits;
    try (NDManager scope = engine.scope()) {
      NDArray hidden =
          Gradients.off(
              () -> decoder.hidden(scope, Decoder.ids(scope, new int[][] {ids}), Attend.causal()));
      logits = decoder.logits(scope, hidden.reshape(ids.length, -1)).toFloatArray();
    }
    int vocabulary = decoder.config().vocabulary();
    Context context = counts.context();
    context.add(pair.context());
    double nats = 0;
    boolean greedy = true;
    for (int token = 0; token < pair.scored(); token++) {
      int from = (pair.first() + token) * vocabulary;
      double sum = 0;
      for (int i = 0; i < vocabulary; i++) {
        sum += Math.exp(logits[from + i]);
      }
      double share = context.sparse() ? sparseWeight : weight;
      double[] mixed = new double[vocabulary];
      for (int i = 0; i < vocabulary; i++) {
        mixed[i] = share * context.probability(i) + (1 - share) * Math.exp(logits[from + i]) / sum;
      }
      assertThat(IntStream.range(0, vocabulary).mapToDouble(i -> mixed[i]).sum())
          .isCloseTo(1, within(1e-9));
      int target = pair.continuation()[token];
      nats += Math.log(mixed[target]);
      greedy &= IntStream.range(0, vocabulary).allMatch(i -> mixed[i] <= mixed[target]);
      context.add(target);
    }
    return new Likelihood(nats, greedy, pair.scored());
  }

  @Test
  void scoresTheMixtureOfTheWholeDistributions() {
    for (double[] weights : new double[][] {{0.3, 0.8}, {0.02, 0.01}, {0, 0.9}, {0.9, 0}}) {
      Optional<Datastore> text = Optional.of(new Datastore(counts, weights[0], weights[1]));
      List<Likelihood> wanted =
          requests().stream().map(pair -> expected(pair, weights[0], weights[1])).toList();
      long greedy = wanted.stream().filter(Likelihood::greedy).count();
      assertThat(greedy).isBetween(weights[0] > 0.2 ? 1L : 0L, 35L);
      for (Set<Sharing> sharing : List.of(ALL, Set.<Sharing>of())) {
        List<Likelihood> found = score(text, sharing);
        for (int i = 0; i < wanted.size(); i++) {
          assertThat(found.get(i).nats()).isCloseTo(wanted.get(i).nats(), within(1e-4));
          assertThat(found.get(i).greedy()).isEqualTo(wanted.get(i).greedy());
        }
      }
    }
  }

  @Test
  void isTheModelToTheBitWithoutAShare() {
    assertThat(score(Optional.of(new Datastore(counts, 0, 0)), ALL))
        .isEqualTo(score(Optional.empty(), ALL));
  }

  @Test
  void measuresTextsAndTasksOfAWholeRun(@TempDir Path runs) throws IOException {
    Path model = Tiny.model(runs.resolve("tiny"), Dtype.F32, 24, 24);
    Choice known = world(Split.TRAIN, 200);
    Map<String, Double> plain = run(runs, "plain", model, world(Split.TEST, 20), Optional.empty());
    Map<String, Double> mixed =
        run(
            runs,
            "mixed",
            model,
            world(Split.TEST, 20),
            Optional.of(new Interpolation(known, 0.3, 0.5)));
    Map<String, Double> zero =
        run(
            runs,
            "zero",
            model,
            world(Split.TEST, 20),
            Optional.of(new Interpolation(known, 0, 0)));
    assertThat(mixed.get("bits_per_byte")).isLessThan(0.7 * plain.get("bits_per_byte"));
    assertThat(mixed.get("tokens")).isEqualTo(plain.get("tokens"));
    assertThat(zero).containsAllEntriesOf(plain);
    assertThat(mixed.get("infini_gram_acc")).isBetween(0.4, 0.99);
    assertThat(mixed.get("infini_gram_n")).isBetween(4.0, 100.0);
    assertThat(runs.resolve(".bantam").resolve("tokens")).isDirectoryContaining("glob:**.suffixes");
  }

  private static Choice world(Split split, int stories) {
    return new Choice(
        "world", new WorldCorpus.Options(WorldCorpus.Domain.VILLAGE, stories, split, 1, 1, 0));
  }

  /** A trained model on held-out text of its own kind, with more of that kind as the text. */
  @Test
  void lowersThePerplexityOfATrainedModel(@TempDir Path runs) throws IOException {
    Path model = Shared.path(Shared.STORIES);
    Path stories = Shared.path("data/text/tinystories-1mb");
    Path file;
    try (var files = Files.list(stories)) {
      file =
          files.filter(one -> one.toString().endsWith(".txt")).sorted().findFirst().orElseThrow();
    }
    Choice known = part(file, 0, 0.8);
    Choice heldOut = part(file, 0.98, 1);
    Map<String, Double> plain = run(runs, "plain", model, heldOut, Optional.empty());
    Map<String, Double> mixed =
        run(runs, "mixed", model, heldOut, Optional.of(new Interpolation(known, 0.1, 0.1)));
    // seen: 5.61 and 5.24
    assertThat(mixed.get("perplexity")).isLessThan(0.96 * plain.get("perplexity"));
    assertThat(mixed.get("infini_gram_acc")).isBetween(0.3, 0.5);
  }

  private static Choice part(Path file, double from, double to) {
    return new Choice(
        "text", new TextCorpus.Options(new Input.File(file), "blank-line", new Part(from, to)));
  }

  @Test
  void refusesABaseBesidesAText() {
    assertThatThrownBy(
            () ->
                recipe(
                    Path.of("m"),
                    Optional.of(new Input.File(Path.of("b"))),
                    world(Split.TRAIN, 2),
                    Optional.of(new Interpolation(world(Split.TRAIN, 2), 0.3, 0.5))))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("base")
        .hasMessageContaining("infini_gram");
    assertThatThrownBy(() -> new Interpolation(world(Split.TRAIN, 2), 1, 0.5))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("must be below 1");
  }

  private static Map<String, Double> run(
      Path runs, String id, Path model, Choice heldOut, Optional<Interpolation> text)
      throws IOException {
    Path folder = Files.createDirectories(runs.resolve(id));
    new EvaluateRunner()
        .run(
            recipe(model, Optional.empty(), heldOut, text),
            new RunContext(id, folder, runs, Progress.silent(), new StopSignal()));
    return TableReader.read(folder, Row.Score.class).stream()
        .collect(java.util.stream.Collectors.toMap(Row.Score::metric, Row.Score::value));
  }

  private static Evaluate recipe(
      Path model, Optional<Input> base, Choice heldOut, Optional<Interpolation> text) {
    return new Evaluate(
        Shared.common("mixed"),
        new Input.File(model),
        Optional.empty(),
        base,
        Map.of("held_out", heldOut),
        List.of(),
        List.of(),
        Prompting.PLAIN,
        Limit.NONE,
        Map.of(),
        0,
        0,
        Evaluate.BOOTSTRAP,
        Optional.empty(),
        text,
        List.of(),
        new Scoring(2048));
  }
}
