package bantam.results;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * What a task cost one process of a run; differs from run to run, as {@link Row.Timing} does.
 *
 * <p>A pass that serves several tasks counts for each by the tokens that it reads of them. The
 * first pass of a process is slower than those after it and is left out, unless a task has no
 * other.
 */
public record Efficiency(
    @Column("id of the run that measured it; a merged run has the rows of its shards") String run,
    @Column("which process of the run, from 1; an interrupted run takes several") int attempt,
    @Column("name of the task or the held-out text; all for the whole process") String task,
    @Column("scoring of given texts, or writing of answers") String work,
    @Column("the device that computed") String device,
    @Column("whether the process's first pass is in it, because there was no other")
        boolean firstPass,
    @Column(value = "items that were asked about", unit = "items") long items,
    @Column(
            value = "choices and texts that the model scored, or answers that it wrote",
            unit = "requests")
        long requests,
    @Column(
            value =
                "tokens that the model read, each once where requests share them, without padding"
                    + " and without beginnings that are kept for several passes; those that it"
                    + " wrote, where it writes",
            unit = "tokens")
        long tokens,
    @Column(value = "wall-clock time of the passes", unit = "s") double seconds,
    @Column(value = "wall-clock time per item, many of which are read at once", unit = "ms")
        double msPerItem,
    @Column(value = "how long a request's pass or batch takes, mean over requests", unit = "ms")
        double latencyMs,
    @Column(value = "time until an answer has its first token, mean over answers", unit = "ms")
        OptionalDouble firstTokenMs,
    @Column(value = "tokens per second of wall-clock time", unit = "tokens/s")
        double tokensPerSecond,
    @Column(value = "largest resident memory of the process until its end", unit = "bytes")
        OptionalLong peakMemory,
    @Column(
            value =
                "largest memory of the device that was in use after a pass, whoever used it; none"
                    + " on the CPU",
            unit = "bytes")
        OptionalLong deviceMemory)
    implements Row {

  /**
   * Both together, as if one process had done the work of both, one after the other: times, tokens
   * and items add up, and the larger memory counts.
   *
   * @param other of the same task and work, by another process
   */
  public Efficiency and(Efficiency other) {
    long allItems = items + other.items;
    long allRequests = requests + other.requests;
    long allTokens = tokens + other.tokens;
    double allSeconds = seconds + other.seconds;
    return new Efficiency(
        run,
        attempt,
        task,
        work,
        device.equals(other.device) ? device : device + ", " + other.device,
        firstPass || other.firstPass,
        allItems,
        allRequests,
        allTokens,
        allSeconds,
        1000 * allSeconds / allItems,
        (latencyMs * requests + other.latencyMs * other.requests) / allRequests,
        firstTokenMs.isPresent() && other.firstTokenMs.isPresent()
            ? OptionalDouble.of(
                (firstTokenMs.getAsDouble() * requests
                        + other.firstTokenMs.getAsDouble() * other.requests)
                    / allRequests)
            : DoubleStream.concat(firstTokenMs.stream(), other.firstTokenMs.stream()).findFirst(),
        allTokens / allSeconds,
        LongStream.concat(peakMemory.stream(), other.peakMemory.stream()).max(),
        LongStream.concat(deviceMemory.stream(), other.deviceMemory.stream()).max());
  }
}
