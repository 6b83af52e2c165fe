package bantam.runners.evaluate;

import bantam.recipes.Evaluate;
import bantam.results.Efficiency;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import bantam.results.runs.Machine;
import bantam.runners.RunContext;
import bantam.runners.engine.Engine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the passes of a process cost, task by task. The first pass warms the engine up and counts
 * only for a task that has no other; a pass of a new length still compiles kernels of its own, and
 * counts.
 */
public final class Meter {
  /** Where given texts are scored. */
  public static final String SCORING = "scoring";

  /** Where answers are written. */
  public static final String WRITING = "writing";

  /**
   * What a pass reads, or writes, of a task.
   *
   * @param item its id, and what changed its question
   * @param requests of it in the pass
   * @param tokens of it in the pass
   */
  public record Part(String task, String item, long requests, long tokens) {
    /** A changed question counts as an item of its own. */
    static Part of(
        String task, String item, Optional<String> perturbation, long requests, long tokens) {
      return new Part(
          task, perturbation.map(change -> item + " " + change).orElse(item), requests, tokens);
    }
  }

  /** What came together of a task. */
  private static final class Tally {
    private final Set<String> items = new HashSet<>();
    private long requests;
    private long tokens;
    private double seconds;
    private double waited;
    private double untilFirst;
  }

  private final String work;
  private final String device;
  private final Supplier<OptionalLong> deviceNow;
  private final Map<String, Tally> first = new LinkedHashMap<>();
  private final Map<String, Tally> later = new LinkedHashMap<>();
  private OptionalLong deviceMemory = OptionalLong.empty();

  /**
   * @param work {@link #SCORING} or {@link #WRITING}
   */
  public Meter(String work, Engine engine) {
    this(work, engine.deviceName(), engine::deviceMemory);
  }

  /**
   * @param deviceNow memory of the device that is in use, in bytes; asked after every pass
   */
  Meter(String work, String device, Supplier<OptionalLong> deviceNow) {
    this.work = work;
    this.device = device;
    this.deviceNow = deviceNow;
  }

  /** The seconds since a reading of {@link System#nanoTime}. */
  static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /**
   * Counts a pass.
   *
   * @param parts what is in it
   * @param seconds that it took
   * @param untilFirst seconds of them until all answers had their first token; 0 where none is
   *     written
   */
  public void pass(List<Part> parts, double seconds, double untilFirst) {
    Map<String, Tally> tallies = first.isEmpty() ? first : later;
    long tokens = parts.stream().mapToLong(Part::tokens).sum();
    for (Part part : parts) {
      double share = tokens == 0 ? 1.0 / parts.size() : (double) part.tokens() / tokens;
      for (String task : List.of(part.task(), Evaluate.ALL)) {
        Tally tally = tallies.computeIfAbsent(task, key -> new Tally());
        tally.items.add(part.task() + "\0" + part.item());
        tally.requests += part.requests();
        tally.tokens += part.tokens();
        tally.seconds += seconds * share;
        tally.waited += seconds * part.requests();
        tally.untilFirst += untilFirst * part.requests();
      }
    }
    deviceNow
        .get()
        .ifPresent(now -> deviceMemory = OptionalLong.of(Math.max(now, deviceMemory.orElse(now))));
  }

  /**
   * A row for each task, and one for all of them.
   *
   * @param attempt which process of the run this is, from 1
   */
  public List<Efficiency> rows(String run, int attempt) {
    List<Efficiency> rows = new ArrayList<>();
    Set<String> tasks = new LinkedHashSet<>(first.keySet());
    tasks.addAll(later.keySet());
    tasks.remove(Evaluate.ALL);
    for (String task : tasks) {
      rows.add(row(run, attempt, task));
    }
    if (!tasks.isEmpty()) {
      rows.add(row(run, attempt, Evaluate.ALL));
    }
    return rows;
  }

  /** Writes the rows of this process behind those of others of the run. */
  public static void write(RunContext context, List<Meter> meters) {
    List<Efficiency> rows =
        new ArrayList<>(TableReader.read(context.directory(), Efficiency.class));
    int attempt =
        1
            + rows.stream()
                .filter(row -> row.run().equals(context.id()))
                .mapToInt(Efficiency::attempt)
                .max()
                .orElse(0);
    meters.forEach(meter -> rows.addAll(meter.rows(context.id(), attempt)));
    TableWriter.write(context.directory(), Efficiency.class, rows);
  }

  private Efficiency row(String run, int attempt, String task) {
    boolean warm = later.containsKey(task);
    Tally tally = warm ? later.get(task) : first.get(task);
    return new Efficiency(
        run,
        attempt,
        task,
        work,
        device,
        !warm,
        tally.items.size(),
        tally.requests,
        tally.tokens,
        tally.seconds,
        1000 * tally.seconds / tally.items.size(),
        1000 * tally.waited / tally.requests,
        work.equals(WRITING)
            ? OptionalDouble.of(1000 * tally.untilFirst / tally.requests)
            : OptionalDouble.empty(),
        tally.tokens / tally.seconds,
        Machine.peakMemory(),
        deviceMemory);
  }
}
