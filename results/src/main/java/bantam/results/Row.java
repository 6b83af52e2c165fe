package bantam.results;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A row of a result table. The record is the schema: its components are the columns, in order, in
 * snake_case; {@link Column} carries doc and unit into the Arrow field's metadata. The table of
 * {@link Metric} is {@code metrics}, and so on.
 *
 * <p>An {@code Optional} component is a nullable column, a {@code List} a list column, a {@code
 * SortedMap} a map column. Wall-clock values stand in {@link Timing}, {@link Efficiency} and {@link
 * Run} only, so that every other table of the same experiment is the same byte for byte.
 */
public sealed interface Row
    permits Row.Metric,
        Row.Score,
        Row.Sample,
        Row.Comparison,
        Row.Overlap,
        Row.Layer,
        Row.Head,
        Row.Completion,
        Row.Stage,
        Row.Timing,
        Run,
        Divergence,
        Efficiency {

  /** One number at a step. */
  record Metric(
      @Column("id of the run") String run,
      @Column(value = "optimizer steps done", unit = "steps") long step,
      @Column(value = "tokens trained on so far", unit = "tokens") long tokens,
      @Column("train, validation or test") String split,
      @Column("what was measured, such as loss or distill.forward_kl") String metric,
      @Column("the number, in the unit of the column unit") double value,
      @Column("the value's unit, such as nats/token") String unit)
      implements Row {}

  /** One metric of a model on a task or a text. */
  record Score(
      @Column("id of the run") String run,
      @Column("name of the task, or of the held-out text") String task,
      @Column("the task's version; scores of different versions do not compare") int version,
      @Column("what was done to the model's answer before scoring; none if nothing") String filter,
      @Column(
              "which items count: all, clean for those that an audit did not find in a text, or all"
                  + " with a perturbation's name")
          String subset,
      @Column(value = "solved examples before each item", unit = "examples") int shots,
      @Column("what was measured, such as acc, acc_norm or bits_per_byte") String metric,
      @Column("the score") double value,
      @Column("standard error of the score, in the score's unit") OptionalDouble stderr,
      @Column("how the standard error was computed; none if it was not") String stderrMethod,
      @Column(value = "items that the score averages over", unit = "items") long n,
      @Column("whether a higher score is better") boolean higherIsBetter,
      @Column("the score of guessing") OptionalDouble chance)
      implements Row {
    /** The subset that every item belongs to. */
    public static final String ALL = "all";

    /** The same as the score of a part of the items. */
    public Score on(String part) {
      return new Score(
          run,
          task,
          version,
          filter,
          part,
          shots,
          metric,
          value,
          stderr,
          stderrMethod,
          n,
          higherIsBetter,
          chance);
    }
  }

  /** One request to a model: an item and one of its choices, or a document. */
  record Sample(
      @Column("id of the run") String run,
      @Column("name of the task, or of the held-out text") String task,
      @Column("the item's id within its task") String item,
      @Column("sha256 of the item as it stands in the data, 16 hex digits") String docHash,
      @Column("what it shares with other items, such as a passage, as a hash; none if nothing")
          Optional<String> cluster,
      @Column("sha256 of the text that the model was given, 16 hex digits") String promptHash,
      @Column("sha256 of the text that was scored behind it, 16 hex digits") String targetHash,
      @Column("which choice this is, or which of the answers written; from 0") int choice,
      @Column(value = "log-likelihood of the choice or answer given the prompt", unit = "nats")
          double logLikelihood,
      @Column("whether greedy decoding would have given exactly this choice") boolean greedy,
      @Column(
              value = "tokens before the choice that the model was given, in the last window",
              unit = "tokens")
          int promptTokens,
      @Column(value = "tokens of the choice", unit = "tokens") int tokens,
      @Column(value = "length of the choice in Unicode code points", unit = "characters") int chars,
      @Column(
              value = "length of the choice in UTF-8, or of the page it was made of",
              unit = "bytes")
          int bytes,
      @Column(value = "the same in words, parted by white space", unit = "words") int words,
      @Column("what the model answered, where it answered in text") Optional<String> prediction,
      @Column("the right answer: the index of the right choice, or a text") Optional<String> target,
      @Column("whether this choice or answer is the right one") Optional<Boolean> correct,
      @Column("other texts that are right answers, too") List<String> alternatives,
      @Column("what the question offers, for filters that look for it in an answer")
          List<String> offered,
      @Column(
              "whether an audit found the item in a training text; none without one, or if it"
                  + " could not tell")
          Optional<Boolean> contaminated,
      @Column(
              value =
                  "log-likelihood of the choice behind no prompt; none unless a metric of the task"
                      + " asks for it",
              unit = "nats")
          OptionalDouble aloneLogLikelihood,
      @Column("how the question was changed; none if it stands as in the data")
          Optional<String> perturbation)
      implements Row {
    public Sample {
      alternatives = List.copyOf(alternatives);
      offered = List.copyOf(offered);
    }

    /** Of a choice or a text, which no filter looks at. */
    public Sample(
        String run,
        String task,
        String item,
        String docHash,
        Optional<String> cluster,
        String promptHash,
        String targetHash,
        int choice,
        double logLikelihood,
        boolean greedy,
        int promptTokens,
        int tokens,
        int chars,
        int bytes,
        int words,
        Optional<String> prediction,
        Optional<String> target,
        Optional<Boolean> correct) {
      this(
          run,
          task,
          item,
          docHash,
          cluster,
          promptHash,
          targetHash,
          choice,
          logLikelihood,
          greedy,
          promptTokens,
          tokens,
          chars,
          bytes,
          words,
          prediction,
          target,
          correct,
          List.of(),
          List.of(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty());
    }

    /** The same as a row of another run. */
    public Sample of(String other) {
      return with(other, prediction, contaminated, aloneLogLikelihood, perturbation);
    }

    /** The same with another answer. */
    public Sample withPrediction(String text) {
      return with(run, Optional.of(text), contaminated, aloneLogLikelihood, perturbation);
    }

    /** The same with what an audit says of the item. */
    public Sample withContaminated(Optional<Boolean> found) {
      return with(run, prediction, found, aloneLogLikelihood, perturbation);
    }

    /** The same with how likely the choice is behind no prompt. */
    public Sample withAlone(double nats) {
      return with(run, prediction, contaminated, OptionalDouble.of(nats), perturbation);
    }

    /** The same as the answer to a changed question. */
    public Sample withPerturbation(Optional<String> change) {
      return with(run, prediction, contaminated, aloneLogLikelihood, change);
    }

    private Sample with(
        String newRun,
        Optional<String> answer,
        Optional<Boolean> found,
        OptionalDouble alone,
        Optional<String> change) {
      return new Sample(
          newRun,
          task,
          item,
          docHash,
          cluster,
          promptHash,
          targetHash,
          choice,
          logLikelihood,
          greedy,
          promptTokens,
          tokens,
          chars,
          bytes,
          words,
          answer,
          target,
          correct,
          alternatives,
          offered,
          found,
          alone,
          change);
    }
  }

  /** One metric of two evaluations, or of two sets of them, on the same items. */
  record Comparison(
      @Column("id of the run, or of the runs, that are compared with") String aRun,
      @Column("id of the run, or of the runs, that are compared") String bRun,
      @Column("name of the task or the held-out text; a group, a tag or all for several together")
          String task,
      @Column("what was done to the models' answers before scoring; none if nothing") String filter,
      @Column("what was measured, such as acc, acc_norm or bits_per_byte") String metric,
      @Column("whether a higher score is better") boolean higherIsBetter,
      @Column(value = "items that both answered", unit = "items") long n,
      @Column(
              value = "what the error rests on: pairs of runs if there are several, else clusters",
              unit = "units")
          long units,
      @Column("score of a, averaged over its runs") double a,
      @Column("score of b, averaged over its runs") double b,
      @Column("b - a") double difference,
      @Column("standard error of the difference, paired") OptionalDouble stderr,
      @Column("what it is the spread of: items, clusters, replicates or bootstrap")
          String stderrMethod,
      @Column("lower end of the difference's 95 % interval by the standard error")
          OptionalDouble low,
      @Column("upper end of it") OptionalDouble high,
      @Column("lower end of the 95 % interval by a paired bootstrap") OptionalDouble bootstrapLow,
      @Column("upper end of it") OptionalDouble bootstrapHigh,
      @Column("probability of so large a difference, either way, where there is none")
          OptionalDouble p,
      @Column("the test: mcnemar-exact, z or t; none if there is none") String pMethod,
      @Column("p, adjusted by Holm for the tasks that were compared in this metric")
          OptionalDouble pHolm,
      @Column(value = "items that a answered rightly and b wrongly", unit = "items")
          OptionalLong lost,
      @Column(value = "items that a answered wrongly and b rightly", unit = "items")
          OptionalLong gained,
      @Column("smallest true difference that a test at the 5 % level finds in 4 of 5 repetitions")
          OptionalDouble detectable)
      implements Row {}

  /** How much of a task's item stands in a training text. */
  record Overlap(
      @Column("id of the run") String run,
      @Column("name of the task") String task,
      @Column("the item's id within its task") String item,
      @Column("sha256 of the item as it stands in the data, 16 hex digits") String docHash,
      @Column(value = "length of the sequences that were looked for", unit = "words") int ngram,
      @Column(value = "sequences of the item", unit = "sequences") int sequences,
      @Column(value = "those that stand in the text, too", unit = "sequences") int found,
      @Column("whether any does; none for an item with too few words to tell")
          Optional<Boolean> contaminated,
      @Column("the document of the earliest one, from 0") OptionalLong document,
      @Column("where it begins there, in words from 0") OptionalLong word,
      @Column("its words as they were compared") Optional<String> text)
      implements Row {}

  /** One layer and what was pruned in it or adapted. */
  record Layer(
      @Column("id of the run") String run,
      @Column("index of the layer in the model before, from 0") int layer,
      @Column("what of the layer, such as mlp, self_attn.q_proj or layer") String module,
      @Column("the pruning criterion or the adapter") String criterion,
      @Column(value = "structures that were scored or adapted", unit = "structures") int structures,
      @Column("smallest score of a structure") OptionalDouble scoreMin,
      @Column("mean score of the structures") OptionalDouble scoreMean,
      @Column("largest score of a structure") OptionalDouble scoreMax,
      @Column(value = "structures that stay", unit = "structures") int kept,
      @Column("width before") int widthBefore,
      @Column("width after") int widthAfter,
      @Column("fraction of the structures that went") double sparsity)
      implements Row {}

  /** One head of attention and what a probe found of it. */
  record Head(
      @Column("id of the run") String run,
      @Column("name of the text that the model read") String text,
      @Column("what was looked for, such as attention-sink") String probe,
      @Column("index of the layer in the model, from 0") int layer,
      @Column("index of the query head in the layer, from 0") int head,
      @Column(value = "sequences that were read", unit = "sequences") int sequences,
      @Column("what was measured of it, the mean over the sequences") double value,
      @Column("share of the sequences in which the head shows what was looked for") double share)
      implements Row {}

  /** One continuation of a prompt. */
  record Completion(
      @Column("id of the run") String run,
      @Column("index of the prompt, from 0") int promptIndex,
      @Column("which completion of the prompt this is, from 0") int sample,
      @Column("the prompt") String prompt,
      @Column("the text that the model wrote, without the prompt") String completion,
      @Column("its token ids") List<Integer> tokenIds,
      @Column(value = "log-probability of the completion given the prompt", unit = "nats")
          double logProbability,
      @Column(value = "of each token, given what is before it", unit = "nats")
          List<Double> logProbabilities,
      @Column(
              "why it ends: stop (an end token or text), length (max_tokens) or context (model is"
                  + " full)")
          String finish,
      @Column("checkpoint directory of the model, or id of the run that made it") String model)
      implements Row {
    public Completion {
      tokenIds = List.copyOf(tokenIds);
      logProbabilities = List.copyOf(logProbabilities);
    }
  }

  /** One stage of a pipeline. */
  record Stage(
      @Column("id of the pipeline's run") String run,
      @Column("name of the stage") String stage,
      @Column("kind of its recipe") String kind,
      @Column("id of the stage's own run") String stageRun,
      @Column("identities of its inputs: run ids of stages, sha256 of outside files")
          List<String> inputs,
      @Column("sha256 of what it made; empty if it makes only tables") String output,
      @Column("whether an earlier run of the same experiment was taken") boolean cached)
      implements Row {
    public Stage {
      inputs = List.copyOf(inputs);
    }
  }

  /** One span of wall-clock time; differs from run to run. */
  record Timing(
      @Column("id of the run") String run,
      @Column("what took the time, such as train, validate or checkpoint") String what,
      @Column(value = "optimizer step at the end of the span", unit = "steps") long step,
      @Column(value = "wall-clock time", unit = "s") double seconds,
      @Column(value = "tokens processed per second", unit = "tokens/s")
          OptionalDouble tokensPerSecond,
      @Column(value = "resident memory of the process at the end", unit = "bytes")
          OptionalLong memory)
      implements Row {}
}
