package bantam.runners.evaluate;

import bantam.recipes.Evaluate;
import bantam.recipes.InputException;
import bantam.recipes.Shard;
import bantam.results.Efficiency;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import bantam.results.runs.Provenance;
import bantam.results.runs.RunDirectory;
import bantam.results.runs.RunState;
import bantam.runners.RunContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the whole of what runs of an evaluation's shards have scored. */
final class Shards {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SHARD = "shard";
  private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

  private Shards() {}

  /**
   * What is there to go on from: what an earlier attempt left, or else, where the recipe wants it,
   * the rows of all shards, which are put into the run's directory.
   *
   * @throws InputException naming shards that are not done
   */
  static Ledger start(Evaluate recipe, RunContext context) {
    Ledger own = Ledger.read(context.directory());
    if (!recipe.scoring().merge() || own.rowsOf("samples") > 0) {
      return own;
    }
    Map<Integer, Path> runs = runs(context);
    Ledger all = own;
    // shards that ran with other batch_tokens have other passes: what two of them scored counts
    // once
    Set<String> taken = new HashSet<>();
    List<Efficiency> efficiency = new ArrayList<>();
    try (TableWriter<Row.Sample> samples =
        TableWriter.open(context.directory(), Row.Sample.class)) {
      for (Path run : runs.values()) {
        TableReader.read(run, Row.Sample.class).stream()
            .filter(row -> taken.add(Agenda.Asked.key(row)))
            .forEach(row -> samples.add(row.of(context.id())));
        efficiency.addAll(TableReader.read(run, Efficiency.class));
        Ledger part = Ledger.read(run);
        for (String piece : part.done()) {
          all = all.with(piece, Map.of(), 0, 0);
        }
        // a text of which shards have read different windows
        List<Ledger.Window> windows = new ArrayList<>(all.windows());
        windows.addAll(part.windows());
        all = all.with(Map.of("samples", samples.rows()), part.tokens(), part.flops());
        all = all.withWindows(windows);
      }
      samples.sync();
    }
    TableWriter.write(context.directory(), Efficiency.class, efficiency);
    all.write(context.directory());
    return all;
  }

  /** The finished runs of all shards of this run's recipe, by number. */
  private static Map<Integer, Path> runs(RunContext context) {
    ObjectNode wanted =
        recipe(context.directory())
            .orElseThrow(() -> new IllegalStateException("a run writes its recipe first"));
    wanted.remove(SHARD);
    Map<Integer, Map<Integer, Path>> found = new TreeMap<>();
    for (Path run : directories(context.runs())) {
      try {
        shard(run, wanted)
            .ifPresent(
                shard ->
                    found
                        .computeIfAbsent(shard.of(), key -> new TreeMap<>())
                        .put(shard.number(), run));
      } catch (InputException e) {
        // whatever else lies among the runs; a shard that is damaged is told to be missing
        LOG.warn("merge: {} is left out: {}", run.getFileName(), e.getMessage());
      }
    }
    for (Map.Entry<Integer, Map<Integer, Path>> one : found.entrySet()) {
      if (one.getValue().size() == one.getKey()) {
        return one.getValue();
      }
    }
    throw new InputException("merge: " + missing(found));
  }

  /** The shard that a run has done of a recipe, if it has done one. */
  private static Optional<Shard> shard(Path run, ObjectNode wanted) {
    Optional<ObjectNode> recipe = recipe(run);
    if (recipe.isEmpty() || !recipe.get().path(SHARD).isTextual()) {
      return Optional.empty();
    }
    String shard = recipe.get().remove(SHARD).textValue();
    return recipe.get().equals(wanted)
        ? RunDirectory.state(run)
            .filter(state -> state.status() == RunState.Status.DONE)
            .map(done -> Shard.parse(shard))
        : Optional.empty();
  }

  private static String missing(Map<Integer, Map<Integer, Path>> found) {
    if (found.isEmpty()) {
      return "no run of a shard of this evaluation is done here; run it with --shard 1/N to N/N first";
    }
    int of = found.keySet().iterator().next();
    List<String> missing = new ArrayList<>();
    IntStream.rangeClosed(1, of)
        .filter(number -> !found.get(of).containsKey(number))
        .forEach(number -> missing.add(new Shard(number, of).toString()));
    return "no finished run of shard %s is here; run it first"
        .formatted(String.join(", ", missing));
  }

  private static List<Path> directories(Path runs) {
    try (Stream<Path> list = Files.list(runs)) {
      return list.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ObjectNode> recipe(Path run) {
    return Provenance.read(run)
        .map(
            provenance -> {
              try {
                return (ObjectNode) JSON.readTree(provenance.recipe());
              } catch (JsonProcessingException e) {
                throw new InputException(run + ": its run.json is broken; delete the run", e);
              }
            });
  }
}
