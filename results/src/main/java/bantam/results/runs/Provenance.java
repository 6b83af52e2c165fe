package bantam.results.runs;

import bantam.results.files.Whole;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Where a run's numbers come from and what they cost; the content of its {@code run.json}.
 *
 * @param id the run's directory name
 * @param name the recipe's name
 * @param kind the recipe's kind
 * @param identity the full identity, 64 hex digits
 * @param recipe the resolved recipe as canonical JSON
 * @param inputs what it read from outside
 * @param lineage the runs whose training is in what it made, itself not among them
 * @param machine where it ran, last attempt
 * @param command the command line, last attempt
 * @param seed the recipe's seed
 * @param device the device that was taken, such as {@code cpu} or {@code cuda:0}
 * @param dtype the arithmetic that was taken, never {@code auto}
 * @param started when the first attempt started
 * @param ended when the last attempt ended; empty while it runs and after a crash
 * @param seconds wall-clock time of all finished attempts
 * @param cost what came out and what it took
 */
public record Provenance(
    String id,
    String name,
    String kind,
    String identity,
    @Json.Tree String recipe,
    List<Ingredient> inputs,
    List<Ancestor> lineage,
    Machine machine,
    List<String> command,
    long seed,
    String device,
    String dtype,
    Instant started,
    Optional<Instant> ended,
    double seconds,
    Cost cost) {
  /**
   * An outside file or directory that a run read.
   *
   * @param key where the recipe names it, such as {@code teacher}
   * @param path where it was
   * @param identity sha256 of its content, or the id of the run that made it
   */
  public record Ingredient(String key, String path, String identity) {}

  /**
   * A run whose training is in what another one made.
   *
   * @param id the run's id; {@code ID@STEP} where only its steps up to there count
   * @param tokens that it trained on itself
   * @param flops that it took itself, its teacher's and its measurements' included
   */
  public record Ancestor(String id, long tokens, double flops) {}

  /**
   * What a run made and used up; empty where the kind of run has no such number.
   *
   * @param parameters parameters of the model
   * @param trainable parameters that were trained
   * @param nonZero parameters that are not zero
   * @param tokens tokens trained on or scored
   * @param flops floating-point operations by formula, those of the next two not included
   * @param teacherFlops of a teacher that read along
   * @param scoringFlops of measurements on held-out data while it trained
   * @param peakMemory largest resident memory of the process in bytes
   */
  public record Cost(
      OptionalLong parameters,
      OptionalLong trainable,
      OptionalLong nonZero,
      OptionalLong tokens,
      OptionalDouble flops,
      OptionalDouble teacherFlops,
      OptionalDouble scoringFlops,
      OptionalLong peakMemory) {
    public static final Cost UNKNOWN =
        new Cost(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty());

    /** All floating-point operations; 0 where they are not known. */
    public double allFlops() {
      return flops.orElse(0) + teacherFlops.orElse(0) + scoringFlops.orElse(0);
    }
  }

  public Provenance {
    inputs = List.copyOf(inputs);
    lineage = List.copyOf(lineage);
    command = List.copyOf(command);
  }

  /** The recipe's keys, dotted, as texts. */
  public SortedMap<String, String> keys() {
    return Json.flat(recipe);
  }

  /** Tokens that the runs before it trained on. */
  public long lineageTokens() {
    return lineage.stream().mapToLong(Ancestor::tokens).sum();
  }

  /** Floating-point operations of the runs before it. */
  public double lineageFlops() {
    return lineage.stream().mapToDouble(Ancestor::flops).sum();
  }

  /** This run after an attempt that ended now. */
  public Provenance ended(Instant now, double attemptSeconds, Cost result) {
    return new Provenance(
        id,
        name,
        kind,
        identity,
        recipe,
        inputs,
        lineage,
        machine,
        command,
        seed,
        device,
        dtype,
        started,
        Optional.of(now),
        seconds + attemptSeconds,
        result);
  }

  /** This attempt as one more of an earlier run: the start and the time spent are the run's. */
  public Provenance after(Provenance earlier) {
    return new Provenance(
        id,
        name,
        kind,
        identity,
        recipe,
        inputs,
        lineage,
        machine,
        command,
        seed,
        device,
        dtype,
        earlier.started,
        ended,
        earlier.seconds + seconds,
        cost);
  }

  /** The provenance of a run, if its directory has one. */
  public static Optional<Provenance> read(Path directory) {
    return Json.read(directory.resolve("run.json"), Provenance.class);
  }

  /** Puts this into a run's directory. */
  public void write(Path directory) {
    Whole.write(directory.resolve("run.json"), Json.text(this));
  }
}
