package bantam.results.runs;

import bantam.recipes.InputException;
import bantam.results.Run;
import bantam.results.Table;
import bantam.results.files.Disk;
import bantam.results.runs.RunState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs that a directory of runs holds. */
public final class Runs {
  private static final Pattern ID = Pattern.compile("(.+)-[0-9a-f]{8}");

  private Runs() {}

  /** Every run in the order of its id; directories that are no runs are left out. */
  public static List<Run> list(Path runs) {
    return directories(runs).stream().map(Runs::read).toList();
  }

  /** The same as a table, with a column {@code p.KEY} for every key of the recipes. */
  public static Table table(Path runs) {
    List<Run> rows = list(runs);
    Table fixed = Table.of(Run.class, rows);
    int last = fixed.columns().size() - 1;
    SortedSet<String> keys =
        rows.stream()
            .flatMap(run -> run.p().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    List<Table.Heading> headings = new ArrayList<>(fixed.columns().subList(0, last));
    keys.forEach(key -> headings.add(new Table.Heading("p." + key, "recipe key " + key, "")));
    List<List<Object>> wide = new ArrayList<>();
    fixed.rows().forEach(row -> wide.add(new ArrayList<>(row.subList(0, last))));
    for (String key : keys) {
      List<Optional<String>> values =
          rows.stream().map(run -> Optional.ofNullable(run.p().get(key))).toList();
      Function<String, Object> typed = typing(values.stream().flatMap(Optional::stream).toList());
      for (int r = 0; r < wide.size(); r++) {
        wide.get(r).add(values.get(r).map(typed).orElse(null));
      }
    }
    return new Table(headings, wide);
  }

  /** What a recipe key's texts are in every run: whole numbers, numbers, or texts after all. */
  private static Function<String, Object> typing(List<String> values) {
    if (values.stream().allMatch(value -> value.matches("-?[0-9]{1,18}"))) {
      return Long::valueOf;
    }
    return values.stream().allMatch(value -> value.matches("-?[0-9]+([.][0-9]+)?([eE]-?[0-9]+)?"))
        ? Double::valueOf
        : value -> value;
  }

  /**
   * The directory of the run that a user names: by path, by id, by the start of an id, or by the
   * recipe's name.
   *
   * @throws InputException none or more than one is meant
   */
  public static Path locate(Path runs, String name) {
    Path direct = Path.of(name);
    if (isRun(direct)) {
      return direct.toAbsolutePath().normalize();
    }
    List<Path> meant = directories(runs).stream().filter(run -> id(run).startsWith(name)).toList();
    List<Path> exact =
        meant.stream().filter(run -> id(run).equals(name) || name(run).equals(name)).toList();
    List<Path> found = exact.isEmpty() ? meant : exact;
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new InputException(
        found.isEmpty()
            ? "no run in %s is named '%s'; bantam ls runs lists them".formatted(runs, name)
            : "'%s' may be %s; say more of it"
                .formatted(name, found.stream().map(Runs::id).collect(Collectors.joining(" or "))));
  }

  private static List<Path> directories(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> below = Files.list(runs)) {
      return below
          .filter(Runs::isRun)
          .map(path -> path.toAbsolutePath().normalize())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Disk.cannotRead(runs, e);
    }
  }

  private static boolean isRun(Path directory) {
    return Files.exists(directory.resolve("state.json"))
        || Files.exists(directory.resolve("run.json"));
  }

  private static String id(Path directory) {
    return directory.getFileName().toString();
  }

  private static String name(Path directory) {
    return ID.matcher(id(directory)).replaceFirst("$1");
  }

  private static Run read(Path directory) {
    try {
      Optional<RunState> state = RunDirectory.state(directory);
      Optional<Provenance> provenance = Provenance.read(directory);
      SortedMap<String, String> p =
          provenance.map(known -> Json.flat(known.recipe())).orElseGet(TreeMap::new);
      return row(directory, state.map(s -> status(directory, s)).orElse("damaged"), provenance, p);
    } catch (InputException e) {
      // The row says so; the rest of the listing must not be lost for one bad file.
      return row(directory, "damaged", Optional.empty(), new TreeMap<>());
    }
  }

  /** A run whose process is dead does not run, whatever its state file says. */
  private static String status(Path directory, RunState state) {
    boolean dead =
        state.status() == Status.RUNNING
            && RunLock.holder(directory).filter(RunLock.Holder::mayLive).isEmpty();
    return (dead ? Status.INTERRUPTED : state.status()).toString();
  }

  private static Run row(
      Path directory, String status, Optional<Provenance> from, SortedMap<String, String> p) {
    Optional<Machine> machine = from.map(Provenance::machine);
    Provenance.Cost cost = from.map(Provenance::cost).orElse(Provenance.Cost.UNKNOWN);
    return new Run(
        id(directory),
        from.map(Provenance::name).orElse(name(directory)),
        from.map(Provenance::kind),
        status,
        from.map(Provenance::started),
        from.map(known -> OptionalDouble.of(known.seconds())).orElse(OptionalDouble.empty()),
        from.map(Provenance::device),
        from.map(Provenance::dtype),
        machine.map(Machine::engine),
        machine.map(Machine::version),
        machine.map(Machine::java),
        machine.map(Machine::host),
        machine.flatMap(Machine::commit),
        from.map(known -> OptionalLong.of(known.seed())).orElse(OptionalLong.empty()),
        cost.parameters(),
        cost.trainable(),
        cost.nonZero(),
        cost.tokens(),
        cost.flops(),
        cost.teacherFlops(),
        cost.scoringFlops(),
        from.map(known -> OptionalLong.of(known.lineageTokens())).orElse(OptionalLong.empty()),
        from.map(known -> OptionalDouble.of(known.lineageFlops())).orElse(OptionalDouble.empty()),
        cost.peakMemory(),
        from.map(Provenance::identity),
        p);
  }
}
