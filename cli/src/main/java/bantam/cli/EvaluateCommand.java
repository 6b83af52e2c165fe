package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Canonical;
import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.Compat;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.Limit;
import bantam.recipes.Places;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.recipes.Selection;
import bantam.recipes.Task;
import bantam.results.Efficiency;
import bantam.results.Format;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.pipeline.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a model on tasks without a recipe file: it makes the recipe, and runs it. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model on tasks and prints the scores.",
      "It is the run of an evaluate recipe: done once, and resumed where it was stopped."
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Bantam bantam;

  @Parameters(paramLabel = "MODEL", description = "A checkpoint directory, or a run.")
  private String model;

  @Option(
      names = "--adapter",
      paramLabel = "ADAPTER",
      description = "An adapter to put on the model: a directory in PEFT's format, or a run.")
  private Optional<String> adapter = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description =
          "A model with the same tokens that this one was made from: measures how much of it is"
              + " left.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--tasks",
      paramLabel = "TASK,...",
      required = true,
      split = ",",
      description = "Tasks and groups by name, path or tag; * stands for anything in a name.")
  private List<String> tasks;

  @Option(
      names = "--items",
      paramLabel = "TASK=PLACES",
      description =
          "Some items of a task by their places from 0 on, such as hellaswag=0-99; may be given"
              + " several times.")
  private Map<String, String> items = new LinkedHashMap<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N items of each task; 0 for all; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--sample",
      paramLabel = "HOW",
      description =
          "With --limit: first takes the first items, stratified draws them so that every right"
              + " answer has its share; default: ${DEFAULT-VALUE}.")
  private String sample = "first";

  @Option(
      names = "--sample-seed",
      paramLabel = "SEED",
      description = "Draws other items; default: ${DEFAULT-VALUE}.")
  private long sampleSeed;

  @Option(
      names = "--shots",
      paramLabel = "N",
      description =
          "Solved examples before each item, but of tasks that never have any; default: what each"
              + " task says.")
  private Integer shots;

  @Option(
      names = "--shots-from",
      paramLabel = "TASK=FILE",
      description =
          "Draws a task's examples from a file, such as a benchmark's train file in its original"
              + " form; may be given several times.")
  private Map<String, Path> shotsFrom = new LinkedHashMap<>();

  @Option(
      names = "--chat",
      description = "Puts the items as turns of a chat, in the model's chat template.")
  private boolean chat;

  @Option(
      names = "--compat",
      paramLabel = "VERSIONS",
      description =
          "Makes tokens as these versions of lm-evaluation-harness do: 'lm-eval>=0.4.10', or"
              + " 'lm-eval<0.4.10', which put no BOS before texts but for Gemma models; default:"
              + " ${DEFAULT-VALUE}.")
  private String compat = Compat.SINCE_0_4_10.spelled();

  @Option(
      names = "--perturb",
      paramLabel = "CHANGE,...",
      description =
          "Asks every question once more with each of these changes, such as typos or"
              + " '{use: typos, rate: 0.2}': scores, and how much of the plain score is left.")
  private List<String> perturb = new ArrayList<>();

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "Does one of N parts of the work, for other processes to do the others.")
  private String shard;

  @Option(
      names = "--merge",
      description = "Makes the whole of what runs of all shards have scored.")
  private boolean merge;

  @Option(
      names = "--audit",
      paramLabel = "RUN",
      description = "An audit of the tasks; adds scores on the items that it did not find.")
  private Optional<String> audit = Optional.empty();

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      description =
          "Draws for standard errors that are drawn, such as f1's, as lm-evaluation-harness makes"
              + " them; 0 for none; default: ${DEFAULT-VALUE}.")
  private int bootstrap = Evaluate.BOOTSTRAP;

  @Mixin private InfiniGramOptions infiniGram;

  @Option(names = "--samples", description = "With --format json: every item and choice, too.")
  private boolean samples;

  @Option(
      names = "--efficiency",
      description =
          "Tells time, tokens per second and memory, too, of all processes of the run together.")
  private boolean efficiency;

  @Option(names = "--print-recipe", description = "Prints the recipe instead of running it.")
  private boolean printRecipe;

  @Option(
      names = "--wait",
      description = "Waits while another process has the run, instead of exit code 75.")
  private boolean wait;

  EvaluateCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public Integer call() {
    checkField(limit >= 0, "--limit", limit, "must not be negative");
    checkField(sampleSeed >= 0, "--sample-seed", sampleSeed, "must not be negative");
    checkField(
        sample.equals("first") || limit > 0, "--sample", sample, "needs --limit to say how many");
    checkField(bootstrap >= 0, "--bootstrap", bootstrap, "must not be negative");
    checkField(shots == null || shots >= 0, "--shots", shots, "must not be negative");
    boolean json = bantam.format() == Format.JSON;
    checkField(!samples || json, "--samples", "given", "needs --format json");
    checkField(
        !efficiency || bantam.format() != Format.CSV,
        "--efficiency",
        "given",
        "needs another --format than csv; bantam table RUN:efficiency prints it alone");
    Evaluate recipe = recipe();
    if (printRecipe) {
      bantam.console().results().print(Canonical.yaml(recipe));
      return Exit.DONE.code();
    }
    NamedTasks.requireData(recipe.tasks());
    Undertaking undertaking = new Undertaking(bantam, wait);
    return undertaking.run(recipe, report -> show(undertaking, report, json));
  }

  private Evaluate recipe() {
    NamedTasks named = new NamedTasks(bantam.reader());
    Selection chosen = named.of(tasks);
    Map<String, String> places = new LinkedHashMap<>();
    items.forEach(
        (word, text) -> {
          Places.parse(text);
          named.of(word).tasks().forEach(task -> places.put(task.name(), text));
        });
    // the reference's scores are those of float32
    Common.Dtype dtype =
        bantam.dtype("f32").equals("f32") ? Common.Dtype.F32 : Models.dtype(bantam);
    Common common = new Common("evaluate", "", 17, bantam.device("auto"), dtype, bantam.threads(0));
    return new Evaluate(
        common,
        model(model),
        Models.adapter(bantam, adapter).map(path -> new Input.File(path.toAbsolutePath())),
        base.map(this::model),
        Map.of(),
        exampled(named, chosen.tasks()),
        chosen.groups(),
        new Prompting(
            Optional.ofNullable(shots),
            chat,
            Compat.parse("--compat", compat),
            bantam.reader().perturbations("--perturb", perturb)),
        new Limit(limit, sampling(), sampleSeed),
        places,
        0,
        0,
        bootstrap,
        Models.overlaps(bantam, audit).map(path -> new Input.File(path.toAbsolutePath())),
        infiniGram.interpolation(),
        List.of(),
        new Scoring(
            Scoring.WHOLE.batchTokens(), Scoring.WHOLE.share(), Optional.ofNullable(shard), merge));
  }

  private List<Task> exampled(NamedTasks named, List<Task> tasks) {
    List<Task> all = new ArrayList<>(tasks);
    shotsFrom.forEach(
        (word, file) -> {
          Choice records = bantam.reader().records("--shots-from", file);
          for (Task one : named.of(word).tasks()) {
            checkField(
                tasks.contains(one) && one.settled(Optional.ofNullable(shots)).shots().each() > 0,
                "--shots-from",
                one.name(),
                "must be one of the tasks, and have examples; --shots N says how many");
            all.set(tasks.indexOf(one), one.withExamples(records));
          }
        });
    return all;
  }

  private Limit.Sample sampling() {
    checkField(
        List.of("first", "stratified").contains(sample),
        "--sample",
        "'" + sample + "'",
        "must be first or stratified");
    return sample.equals("first") ? Limit.Sample.FIRST : Limit.Sample.STRATIFIED;
  }

  private Input model(String name) {
    return new Input.File(Models.directory(bantam, name).toAbsolutePath().normalize());
  }

  private void show(Undertaking undertaking, Report report, boolean json) {
    if (json) {
      List<Row.Score> scores = TableReader.read(report.directory(), Row.Score.class);
      Optional<List<Row.Sample>> rows =
          samples
              ? Optional.of(TableReader.read(report.directory(), Row.Sample.class))
              : Optional.empty();
      Optional<List<Efficiency>> costs =
          efficiency ? Optional.of(Efficiencies.of(report.directory())) : Optional.empty();
      bantam.console().results().println(EvaluationJson.of(scores, rows, costs));
    } else {
      bantam.print(report.table());
      if (efficiency) {
        bantam.console().results().println();
        bantam.print(Efficiencies.table(report.directory()));
      }
    }
    undertaking.tell(report);
  }
}
