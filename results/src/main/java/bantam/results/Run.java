package bantam.results;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run, as its directory tells; what a damaged or unfinished directory does not tell is null.
 */
public record Run(
    @Column("the run's directory name: its name and 8 hex digits of its identity") String id,
    @Column("name of the recipe") String name,
    @Column("kind of the recipe") Optional<String> kind,
    @Column("planned, running, done, failed, interrupted or damaged") String status,
    @Column("when it first started") Optional<Instant> started,
    @Column(value = "wall-clock time of all its attempts", unit = "s") OptionalDouble seconds,
    @Column("device it ran on") Optional<String> device,
    @Column("arithmetic of the matrix products") Optional<String> dtype,
    @Column("engine and its version") Optional<String> engine,
    @Column("version of the tool") Optional<String> version,
    @Column("Java version") Optional<String> java,
    @Column("host name") Optional<String> host,
    @Column("git commit of the directory it was started in") Optional<String> commit,
    @Column("seed of everything random") OptionalLong seed,
    @Column(value = "parameters of the model", unit = "parameters") OptionalLong parameters,
    @Column(value = "parameters that were trained", unit = "parameters") OptionalLong trainable,
    @Column(value = "parameters that are not zero", unit = "parameters") OptionalLong nonZero,
    @Column(value = "tokens trained on or scored", unit = "tokens") OptionalLong tokens,
    @Column(
            value =
                "floating-point operations of its own work, by formula: training 6 per parameter"
                    + " and token, LoRA 4 and 6 per adapter parameter, the head counted once, the"
                    + " embedding's lookup never, attention added",
            unit = "FLOP")
        OptionalDouble flops,
    @Column(value = "and those of a teacher that read along", unit = "FLOP")
        OptionalDouble teacherFlops,
    @Column(value = "and those of measurements while it trained", unit = "FLOP")
        OptionalDouble scoringFlops,
    @Column(
            value = "tokens that the runs trained on whose training is in what it made",
            unit = "tokens")
        OptionalLong lineageTokens,
    @Column(value = "all floating-point operations of those runs", unit = "FLOP")
        OptionalDouble lineageFlops,
    @Column(value = "largest resident memory of the process", unit = "bytes")
        OptionalLong peakMemory,
    @Column("full identity: sha256 over recipe, inputs and version of the method")
        Optional<String> identity,
    @Column("the resolved recipe, flattened: value by dotted key") SortedMap<String, String> p)
    implements Row {
  public Run {
    p = Collections.unmodifiableSortedMap(new TreeMap<>(p));
  }
}
