package bantam.cli;

import bantam.recipes.Catalogue;
import bantam.recipes.Docs;
import bantam.recipes.Group;
import bantam.recipes.Kind;
import bantam.recipes.Nearest;
import bantam.recipes.Recipe;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Selection;
import bantam.recipes.Source;
import bantam.recipes.Task;
import bantam.results.Format;
import bantam.results.Run;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.results.runs.Runs;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what there is. */
@Command(
    name = "ls",
    description = "Lists runs, recipes, tasks, kinds, catalogues or families of models.")
final class LsCommand implements Runnable {
  private static final List<String> SETS =
      List.of("runs", "recipes", "tasks", "kinds", "catalogues", "families");

  private final Bantam bantam;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHAT",
      defaultValue = "runs",
      description = "runs (default), recipes, tasks, kinds, catalogues or families.")
  private String what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "With catalogues: one only, such as 'distillation loss'. With tasks: what is in a group.")
  private String noun;

  LsCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    switch (what) {
      case "runs" -> bantam.print(runs());
      case "recipes" -> bantam.explain(recipes());
      case "tasks" -> bantam.explain(tasks());
      case "kinds" -> bantam.explain(kinds());
      case "catalogues" -> bantam.explain(catalogues());
      case "families" -> bantam.explain(families());
      default ->
          throw new RecipeException("there is nothing to list called " + Nearest.hint(what, SETS));
    }
  }

  private Table runs() {
    if (bantam.format() == Format.CSV || bantam.format() == Format.JSON) {
      return Runs.table(bantam.runs());
    }
    Table table =
        Table.of(
            new Heading("run"),
            new Heading("kind"),
            new Heading("status"),
            new Heading("started"),
            new Heading("seconds", "", "s"),
            new Heading("parameters"),
            new Heading("tokens"));
    for (Run run : Runs.list(bantam.runs())) {
      table =
          table.with(
              run.id(),
              run.kind().orElse(null),
              run.status(),
              run.started().orElse(null),
              run.seconds().isPresent() ? run.seconds().getAsDouble() : null,
              run.parameters().isPresent() ? run.parameters().getAsLong() : null,
              run.tokens().isPresent() ? run.tokens().getAsLong() : null);
    }
    return table;
  }

  private Table recipes() {
    RecipeReader reader = bantam.reader();
    Table table =
        Table.of(new Heading("recipe"), new Heading("kind"), new Heading("what it is for"));
    for (Source.Shipped source : Source.recipes()) {
      Recipe recipe = reader.read(source, List.of()).recipe();
      String kind = recipe.getClass().getAnnotation(Kind.class).value();
      table = table.with(source.name(), kind, recipe.common().description());
    }
    return table;
  }

  /** What ships, groups instead of their members; or the members of one group. */
  private Table tasks() {
    RecipeReader reader = bantam.reader();
    if (noun != null) {
      Selection group = reader.select(noun);
      return tasks(group.groups().stream().skip(1).toList(), group.tasks());
    }
    List<Task> tasks = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    Set<String> folded = new HashSet<>();
    for (Source.Shipped source : Source.tasks()) {
      Selection selection = reader.select(source.name());
      if (selection.groups().isEmpty()) {
        tasks.addAll(selection.tasks());
      } else {
        groups.add(selection.groups().get(0));
        selection.groups().stream().skip(1).map(Group::name).forEach(folded::add);
        selection.tasks().stream().map(Task::name).forEach(folded::add);
      }
    }
    groups.removeIf(group -> folded.contains(group.name()));
    tasks.removeIf(task -> folded.contains(task.name()));
    return tasks(groups, tasks);
  }

  private static Table tasks(List<Group> groups, List<Task> tasks) {
    Table table =
        Table.of(
            new Heading("task"),
            new Heading("version"),
            new Heading("tasks in it"),
            new Heading("tags"),
            new Heading("what answering needs"));
    for (Group group : groups) {
      table =
          table.with(group.name(), group.version(), group.tasks().size(), "", group.description());
    }
    for (Task task : tasks) {
      String tags = String.join(", ", task.tags());
      table = table.with(task.name(), task.version(), null, tags, task.description());
    }
    return table;
  }

  private static Table kinds() {
    Table table = Table.of(new Heading("kind"), new Heading("what it does"));
    for (Docs.KindDoc kind : Docs.kinds()) {
      table = table.with(kind.name(), kind.doc());
    }
    return table;
  }

  private static Table families() {
    Table table =
        Table.of(new Heading("family"), new Heading("architecture"), new Heading("what it is"));
    for (Catalogue.Entry<Family, ?> entry : Families.ALL.entries()) {
      String architecture = Families.of(entry.name()).architecture();
      table = table.with(entry.name(), architecture, entry.doc());
    }
    return table;
  }

  private Table catalogues() {
    Table table =
        Table.of(new Heading("catalogue"), new Heading("name"), new Heading("what it is"));
    List<String> nouns = new ArrayList<>();
    for (Catalogue<?> catalogue : AllCatalogues.all().all()) {
      nouns.add(catalogue.noun());
      if (noun == null || noun.equals(catalogue.noun())) {
        for (Catalogue.Entry<?, ?> entry : catalogue.entries()) {
          table = table.with(catalogue.noun(), entry.name(), entry.doc());
        }
      }
    }
    if (noun != null && !nouns.contains(noun)) {
      throw new RecipeException("there is no catalogue " + Nearest.hint(noun, nouns));
    }
    return table;
  }
}
