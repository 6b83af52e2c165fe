package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Canonical;
import bantam.recipes.Catalogue;
import bantam.recipes.Catalogues;
import bantam.recipes.Choice;
import bantam.recipes.Docs;
import bantam.recipes.Input;
import bantam.recipes.Nearest;
import bantam.recipes.RecipeException;
import bantam.recipes.Selection;
import bantam.recipes.Source;
import bantam.recipes.Task;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.results.runs.Runs;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Preview;
import bantam.runners.pipeline.Inputs;
import bantam.runners.plan.ModelSheet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one thing in full. */
@Command(
    name = "show",
    description =
        "Shows a recipe, the keys of a kind, a choice of a catalogue, a task, a run or a model.")
final class ShowCommand implements Runnable {
  private static final List<String> WHAT = List.of("recipe", "choice", "task", "run", "model");

  private final Bantam bantam;

  @Parameters(index = "0", paramLabel = "WHAT", description = "recipe, choice, task, run or model.")
  private String what;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = {
        "recipe: a kind, for its keys; or a recipe's path or name.",
        "choice: a name from a catalogue, for its options.",
        "task: a path or name of a task, for its file and its first item, or of a group. run: an id or its start, a path, or a recipe's name.",
        "model: a checkpoint directory, or a run's model: family, parameters, memory."
      })
  private String name;

  @Option(
      names = "--resolved",
      description = "The recipe with what it extends, --set and every default made explicit.")
  private boolean resolved;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description = "With task: shows the first item in the tokens of this model or tokenizer.")
  private Path tokenizer;

  @Option(
      names = "--shots",
      paramLabel = "N",
      description = "With task: shows it behind N solved examples.")
  private Integer shots;

  @Option(
      names = "--perturb",
      paramLabel = "CHANGE",
      description = "With task: shows it with a change of its question, such as typos.")
  private List<String> perturb = new ArrayList<>();

  ShowCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    switch (what) {
      case "recipe" -> recipe();
      case "choice" -> choice();
      case "task" -> task();
      case "run" -> RunSheet.of(Runs.locate(bantam.runs(), name)).forEach(this::text);
      case "model" -> bantam.explain(model());
      default ->
          throw new RecipeException("there is nothing to show called " + Nearest.hint(what, WHAT));
    }
  }

  private void task() {
    text(Source.task(name).text());
    Selection selection = bantam.reader().select(name);
    if (!selection.groups().isEmpty()) {
      checkField(perturb.isEmpty(), "--perturb", perturb, "is for a task, and NAME is a group");
      text("");
      text("# a group of %d tasks; show task NAME shows one".formatted(selection.tasks().size()));
      return;
    }
    Task task = selection.tasks().get(0).settled(Optional.ofNullable(shots));
    List<Path> missing =
        Inputs.of(task).stream().map(Input::path).filter(path -> !Files.exists(path)).toList();
    text("");
    if (!missing.isEmpty()) {
      text(
          "# there is no %s; with its data (--data DIR) the first item is shown"
              .formatted(missing.get(0)));
      return;
    }
    Optional<Tokenizer> opened = Optional.ofNullable(tokenizer).map(Tokenizer::open);
    try {
      List<Choice> changes = bantam.reader().perturbations("--perturb", perturb);
      Preview.of(task, opened, changes).forEach(this::text);
    } finally {
      opened.ifPresent(Tokenizer::close);
    }
  }

  private void recipe() {
    Catalogues catalogues = AllCatalogues.all();
    if (Docs.kinds().stream().anyMatch(kind -> kind.name().equals(name))) {
      bantam.explain(keys(Docs.keys(name, catalogues)));
      return;
    }
    Source source = Source.named(name);
    if (resolved || !bantam.overrides().isEmpty()) {
      text(Canonical.yaml(bantam.reader().read(source, bantam.overrides()).recipe()));
    } else {
      text(source.text());
    }
  }

  private Table model() {
    Dtype dtype = Engine.cpuDtype(Models.dtype(bantam));
    return ModelSheet.of(Models.directory(bantam, name), dtype);
  }

  private void choice() {
    Catalogues catalogues = AllCatalogues.all();
    Set<String> names = new TreeSet<>();
    for (Catalogue<?> catalogue : catalogues.all()) {
      for (Catalogue.Entry<?, ?> entry : catalogue.entries()) {
        names.add(entry.name());
        if (entry.name().equals(name)) {
          text("%s, a choice of %s: %s".formatted(name, catalogue.noun(), entry.doc()));
          bantam.explain(keys(Docs.keys(entry.options(), catalogues)));
        }
      }
    }
    if (!names.contains(name)) {
      throw new RecipeException("no catalogue has " + Nearest.hint(name, names));
    }
  }

  private static Table keys(List<Docs.KeyDoc> docs) {
    Table table =
        Table.of(
            new Heading("key"),
            new Heading("type"),
            new Heading("default"),
            new Heading("meaning"));
    for (Docs.KeyDoc key : docs) {
      table = table.with(key.name(), key.type(), key.preset(), key.doc());
    }
    return table;
  }

  private void text(String text) {
    bantam.console().results().println(text.stripTrailing());
  }
}
