package bantam.runners.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.recipes.Distill;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.distill.DistillLosses;
import bantam.runners.distill.Imitation;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import bantam.runners.train.CrossEntropy;
import bantam.runners.train.MicroBatch;
import bantam.runners.train.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * How much memory the loss and the head take beside the head's weights and gradient, as the growth
 * of the process's largest resident memory. The models have one narrow layer, so that the head is
 * all that counts.
 *
 * @param scenario what was measured
 * @param bytes that the loss added
 * @param share of a matrix of all logits in f32
 */
public record HeadMemory(String scenario, long bytes, double share) {
  private static final int VOCABULARY = 128_000;
  private static final int WIDTH = 768;
  private static final int TOKENS = 8192;

  /** The scenarios by name. */
  public static final List<String> SCENARIOS = List.of("cross-entropy", "forward-kl");

  /**
   * Measures one in this process.
   *
   * @param recipe whose loss is taken for {@code forward-kl}
   */
  public static HeadMemory measure(String scenario, Distill recipe) {
    Common common = recipe.common();
    try (Engine engine = Engine.start(common);
        NDManager scope = engine.scope();
        Decoder teacher = model(engine)) {
      teacher.freeze();
      Objective objective =
          scenario.equals("cross-entropy")
              ? new CrossEntropy()
              : new Imitation(teacher, DistillLosses.ALL.make(recipe.loss()), recipe.mix());
      NDArray weight = scope.zeros(new Shape(VOCABULARY, WIDTH));
      NDArray gradient = scope.zeros(weight.getShape());
      // pages that were never written take no memory
      gradient.addi(1e-9f);
      weight.addi(1e-9f);
      long[] ids = new Random(1).longs(TOKENS, 0, VOCABULARY).toArray();
      MicroBatch batch = new MicroBatch(64, TOKENS / 64, ids, ids);
      NDArray input = batch.ids(scope);
      NDArray states = teacher.hidden(scope, input, bantam.runners.model.Attend.causal());
      Objective.Head head = new Objective.Head(weight, Optional.of(gradient), 0);
      Objective.Scene scene =
          Objective.Scene.of(engine.kernels(), scope, batch, input, states, head);
      double[] factors = new double[objective.terms().size()];
      Arrays.fill(factors, 1.0 / TOKENS);
      long before = Peak.restart();
      objective.form(scene, factors);
      long added = Peak.bytes() - before;
      return new HeadMemory(scenario, added, added / (4.0 * TOKENS * VOCABULARY));
    }
  }

  private static Decoder model(Engine engine) {
    Llama shape = new Llama(WIDTH, 1, 12, 0, 16, 0, true, 10000, 2048, 1e-5);
    return Decoder.random(
        shape.config(new Tokens(VOCABULARY, OptionalInt.empty(), List.of())), engine, 1);
  }

  /** A row for each scenario. */
  public static Table table(List<HeadMemory> all) {
    Table table =
        Table.of(
            new Heading("scenario", "vocabulary 128,000, width 768, 8,192 tokens", ""),
            new Heading("bytes", "that the loss adds to the resident memory", "B"),
            new Heading("share", "of a [tokens, vocabulary] matrix in f32", ""));
    for (HeadMemory one : all) {
      table = table.with(one.scenario, one.bytes, Math.round(one.share * 1e4) / 1e4);
    }
    return table;
  }
}
