package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static picocli.CommandLine.ScopeType.INHERIT;

import bantam.recipes.RecipeReader;
import bantam.results.Format;
import bantam.results.Table;
import bantam.results.TablePrinter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The program with the options that every command takes, before the command's name or behind it.
 */
@Command(
    name = "bantam",
    scope = INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Bantam.Numbers.class,
    description = "Runs experiments on small language models.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    commandListHeading = "%nCommands:%n")
final class Bantam implements Runnable {
  /** What {@code --version} prints. */
  static final class Numbers implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"bantam " + Version.number()};
    }
  }

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      scope = INHERIT,
      description = "Directory of runs; default: $BANTAM_RUNS, or ./runs.")
  private Path runs;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = INHERIT,
      description =
          "Where shipped tasks find their files; default: $BANTAM_DATA, or the working directory.")
  private Path data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = INHERIT,
      description = "Overrides a key of the recipe, such as stages.teacher.steps=10; in YAML.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      scope = INHERIT,
      description = "Overrides device: auto, cpu, cuda or cuda:N.")
  private String device;

  @Option(
      names = "--dtype",
      paramLabel = "DTYPE",
      scope = INHERIT,
      description = "Overrides dtype: auto, f32 or bf16.")
  private String dtype;

  @Option(
      names = "--threads",
      paramLabel = "N",
      scope = INHERIT,
      description = "Overrides threads: CPU threads, 0 for all.")
  private Integer threads;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      scope = INHERIT,
      description = "How results are printed: table, csv, json or md.")
  private String format = "table";

  @Option(
      names = {"-q", "--quiet"},
      scope = INHERIT,
      description = "No progress and no notes; errors only.")
  private boolean quiet;

  @Option(
      names = "--debug",
      scope = INHERIT,
      description = "Stack traces with errors, and more in the log.")
  private boolean debug;

  @Spec private CommandSpec spec;

  private final Console console;

  private Bantam(Console console) {
    this.console = console;
  }

  /** The parser with the commands that these arguments may need. */
  static CommandLine commandLine(Console console, List<Verb> verbs) {
    Bantam bantam = new Bantam(console);
    CommandLine line = new CommandLine(bantam);
    verbs.forEach(verb -> line.addSubcommand(verb.word(), verb.command(bantam)));
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new UsageErrors(console));
    line.setExecutionExceptionHandler(bantam.errors());
    line.setOut(new PrintWriter(console.results(), true, UTF_8));
    return line;
  }

  /** Runs a command to its exit code. */
  static int execute(Console console, String... arguments) {
    CommandLine line = commandLine(console, Verb.neededBy(arguments));
    try {
      return line.execute(arguments);
    } catch (Error e) { // the parser hands on exceptions only
      return ((Bantam) line.getCommand()).errors().report(e);
    } finally {
      console.flush();
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing; bantam --help lists them");
  }

  Errors errors() {
    return new Errors(this);
  }

  /** Prints a result in the format that was asked for. */
  void print(Table table) {
    TablePrinter.print(table, format(), console.results());
  }

  /** As {@link #print}, for tables whose cells are sentences. */
  void explain(Table table) {
    if (format() == Format.TABLE) {
      console.results().print(Words.of(table, columns().orElse(100)));
    } else {
      print(table);
    }
  }

  /** Columns of the terminal, if there is one; {@code scripts/bantam} tells. */
  OptionalInt columns() {
    int columns = Integer.getInteger("bantam.columns", 0);
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }

  Console console() {
    return console;
  }

  Format format() {
    return Format.named(format);
  }

  boolean quiet() {
    return quiet;
  }

  boolean debug() {
    return debug;
  }

  String device(String preset) {
    return Optional.ofNullable(device).orElse(preset);
  }

  String dtype(String preset) {
    return Optional.ofNullable(dtype).orElse(preset);
  }

  int threads(int preset) {
    return Optional.ofNullable(threads).orElse(preset);
  }

  /** The whole command line, for provenance. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of(spec.name()));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    return words;
  }

  /** Where runs are. */
  Path runs() {
    return Optional.ofNullable(runs)
        .or(() -> Optional.ofNullable(System.getenv("BANTAM_RUNS")).map(Path::of))
        .orElse(Path.of("runs"));
  }

  /** Reads recipes and tasks; shipped tasks find their files where {@code --data} says. */
  RecipeReader reader() {
    return new RecipeReader(AllCatalogues.all(), data());
  }

  /** Where {@code --data} or the environment says that the files of shipped tasks are. */
  Optional<Path> data() {
    return Optional.ofNullable(data)
        .or(() -> Optional.ofNullable(System.getenv("BANTAM_DATA")).map(Path::of));
  }

  /** Overrides of a recipe's keys as they were given, without the options of their own. */
  List<String> settings() {
    return List.copyOf(set);
  }

  /** Every override of a recipe, in the order in which they apply. */
  List<String> overrides() {
    List<String> all = new ArrayList<>();
    add(all, "device", device);
    add(all, "dtype", dtype);
    add(all, "threads", threads);
    all.addAll(set);
    return all;
  }

  private static void add(List<String> overrides, String key, Object value) {
    if (value != null) {
      overrides.add(key + "=" + value);
    }
  }
}
