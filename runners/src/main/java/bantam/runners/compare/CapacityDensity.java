package bantam.runners.compare;

import bantam.recipes.InputException;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.results.statistics.Interval;
import bantam.results.statistics.LossLaw;
import bantam.results.statistics.ScoreLaw;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many parameters a family of reference models needs for what a model scores, over how many the
 * model has. The family's loss is fitted by size (and tokens, where they differ), its score by its
 * loss; both are inverted at the model's score.
 *
 * @see <a href="https://arxiv.org/abs/2412.04315">Xiao et al. 2024, Densing Law of LLMs</a>. Ours
 *     counts all parameters; takes as loss that of the right answers in nats per token, or of a
 *     held-out text; asks, where references saw different numbers of tokens, for the size at as
 *     many tokens as the model itself saw, where theirs is a fixed number; and never looks beyond
 *     the references' sizes
 */
public final class CapacityDensity {
  /** The effective size may be beyond the references' by rounding only. */
  private static final double SLACK = 1e-6;

  /** Below this R2 a law says too little of its models. */
  private static final double EXPLAINED = 0.8;

  /** References whose scores are neither all nor nothing; with fewer the score law is a step. */
  private static final int BETWEEN = 2;

  private final String what;
  private final List<Measured> references;
  private final boolean ofTokens;
  private final LossLaw losses;
  private final ScoreLaw scores;

  /**
   * A model as it was measured.
   *
   * @param run the evaluation
   * @param size its parameters
   * @param tokens that it was trained on; 0 where nobody knows
   * @param score on the task, with its standard error or NaN
   */
  public record Measured(
      String run, double size, double tokens, double loss, double score, double stderr) {}

  /**
   * Fits both laws.
   *
   * @param what the task and its metric, for messages
   * @throws InputException if there are too few references, only some of them tell their tokens and
   *     these differ, or no law describes them
   */
  public CapacityDensity(String what, List<Measured> references) {
    this.what = what;
    this.references = List.copyOf(references);
    long sizes = references.stream().mapToDouble(Measured::size).distinct().count();
    if (sizes < ScoreLaw.FEWEST) {
      throw new InputException(
          "density of %s: the references have %d different sizes; take at least %d"
              .formatted(what, sizes, ScoreLaw.FEWEST));
    }
    this.ofTokens = ofTokens();
    double[] found = all(Measured::loss);
    this.losses =
        (ofTokens
                ? LossLaw.of(all(Measured::size), all(Measured::tokens), found)
                : LossLaw.of(all(Measured::size), found))
            .orElseThrow(
                () ->
                    new InputException(
                        "density of %s: the references' loss does not fall with their size; take others"
                            .formatted(what)));
    requireFit("loss by size", losses.explained());
    this.scores =
        ScoreLaw.of(found, all(Measured::score))
            .orElseThrow(
                () ->
                    new InputException(
                        "density of %s: the references' score does not grow as their loss falls, or makes a step; take another task or metric"
                            .formatted(what)));
    requireFit("score by loss", scores.explained());
    if (scores.between(found) < BETWEEN) {
      throw new InputException(
          "density of %s: the references' scores make a step, with %d of %d between its ends (R2 %.4f); take another task or metric, or references that are closer to each other"
              .formatted(what, scores.between(found), references.size(), scores.explained()));
    }
  }

  /** Whether the references saw different numbers of tokens. */
  private boolean ofTokens() {
    List<String> silent =
        references.stream().filter(one -> one.tokens() == 0).map(Measured::run).toList();
    boolean differ =
        references.stream().mapToDouble(Measured::tokens).filter(one -> one > 0).distinct().count()
            > 1;
    if (differ && !silent.isEmpty()) {
      throw new InputException(
          "density of %s: the references saw different numbers of tokens, and nobody knows how many %s saw; say it by --tokens, or take others"
              .formatted(what, String.join(", ", silent)));
    }
    return differ;
  }

  private void requireFit(String law, double explained) {
    if (!(explained >= EXPLAINED)) {
      throw new InputException(
          "density of %s: the law of %s has an R2 of %.4f on the references, and needs %s; take another task, metric or loss, or other references"
              .formatted(what, law, explained, EXPLAINED));
    }
  }

  private double[] all(ToDoubleFunction<Measured> of) {
    return references.stream().mapToDouble(of).toArray();
  }

  /**
   * The size at which the family has a model's score.
   *
   * @throws InputException if that is outside of the references
   */
  public double effective(Measured model) {
    if (ofTokens && model.tokens() == 0) {
      throw new InputException(
          "density of %s: nobody knows how many tokens %s was trained on, and the references saw different numbers; say it by --tokens"
              .formatted(what, model.run()));
    }
    double size = size(model, model.score());
    if (!amongReferences(size)) {
      throw new InputException(
          "density of %s: %s scores %.4g, and the references' law reaches from %.4g to %.4g; take references on both sides of it"
              .formatted(
                  what,
                  model.run(),
                  model.score(),
                  scores.score(losses.loss(least(), model.tokens())),
                  scores.score(losses.loss(most(), model.tokens()))));
    }
    return size;
  }

  private double least() {
    return Arrays.stream(all(Measured::size)).min().orElseThrow();
  }

  private double most() {
    return Arrays.stream(all(Measured::size)).max().orElseThrow();
  }

  private boolean amongReferences(double size) {
    return size >= least() * (1 - SLACK) && size <= most() * (1 + SLACK);
  }

  private double size(Measured model, double score) {
    return losses.size(scores.loss(score), model.tokens());
  }

  /** What is told of a model. */
  public static Table table() {
    return Table.of(
        new Heading("run"),
        new Heading("measured"),
        new Heading("parameters", "of the model", "parameters"),
        new Heading("score"),
        new Heading("effective_parameters", "of a reference with this score", "parameters"),
        new Heading("density", "effective parameters over parameters", ""),
        new Heading(
            "low",
            "lower end of its 95 % interval by the score's error alone; none beyond the references",
            ""),
        new Heading("high", "upper end of it", ""),
        new Heading("references", "models that the laws rest on", "models"),
        new Heading("loss_r2", "share of their losses' variance that the law explains", ""),
        new Heading("score_r2", "share of their scores' variance that the law explains", ""));
  }

  /** A table and one more row, of a model. */
  public Table row(Table table, Measured model) {
    double effective = effective(model);
    Interval interval = Interval.normal(model.score(), model.stderr());
    return table.with(
        model.run(),
        what,
        (long) model.size(),
        model.score(),
        effective,
        effective / model.size(),
        end(model, interval.low()),
        end(model, interval.high()),
        (long) references.size(),
        losses.explained(),
        scores.explained());
  }

  /** The density at an end of the score's interval; nothing where that is beyond the references. */
  private Object end(Measured model, double score) {
    double size = size(model, score);
    return amongReferences(size) ? size / model.size() : null;
  }

  /** The laws, a line each, for people. */
  public List<String> laws() {
    String rest =
        ofTokens
            ? "%.4g D^-%.4g".formatted(losses.b(), losses.beta())
            : "%.4g".formatted(losses.e());
    return List.of(
        "%s: loss = %.4g N^-%.4g + %s, R2 %.4f"
            .formatted(what, losses.a(), losses.alpha(), rest, losses.explained()),
        "%s: score = %.4g / (1 + exp(%.4g (loss - %.4g))) + %.4g, R2 %.4f"
            .formatted(
                what, scores.c(), -scores.gamma(), scores.l(), scores.d(), scores.explained()));
  }
}
