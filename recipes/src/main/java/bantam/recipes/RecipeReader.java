package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads recipes strictly: what is not understood is an error with its place and the remedy. */
public final class RecipeReader {
  private final Catalogues catalogues;
  private final Optional<Path> data;

  /** With shipped tasks that look for their data in the working directory. */
  public RecipeReader(Catalogues catalogues) {
    this(catalogues, Optional.empty());
  }

  /**
   * @param data the directory from which relative paths in shipped tasks start
   */
  public RecipeReader(Catalogues catalogues, Optional<Path> data) {
    this.catalogues = catalogues;
    this.data = data;
  }

  /**
   * Reads a recipe with everything that it extends.
   *
   * @param overrides {@code a.b.c=value} each, the value in YAML; applied in order
   * @throws RecipeException with one line for each thing that is wrong
   * @throws InputException if the source itself cannot be read
   */
  public Document read(Source source, List<String> overrides) {
    Node.Mapping file = new Loader(Shelf.RECIPES).load(source);
    Node.Mapping tree = Overrides.apply(file, overrides, catalogues);
    Binder binder = new Binder(catalogues, data);
    Recipe recipe = new Recipes(binder).recipe(tree, start());
    return new Document(tree, recipe, binder.inputs());
  }

  /** Reads a shipped task by its name, or a task file by its path. */
  public Task task(String nameOrPath) {
    Loader loader = new Loader(Shelf.TASKS, data);
    Node.Mapping file = loader.load(loader.find(nameOrPath));
    if (Groups.isGroup(file)) {
      throw file.origin().wrong("%s is a group; name one of its tasks".formatted(nameOrPath));
    }
    return bind(file, Task.class);
  }

  /** Reads a task as {@link #task}, or a group with all of its tasks. */
  public Selection select(String nameOrPath) {
    Loader loader = new Loader(Shelf.TASKS, data);
    Node.Mapping file = loader.load(loader.find(nameOrPath));
    if (!Groups.isGroup(file)) {
      return new Selection(List.of(bind(file, Task.class)), List.of());
    }
    Groups groups = new Groups(data);
    groups.add(file, List.of());
    Tasks tasks = new Tasks(new Binder(catalogues, data), data);
    return new Selection(
        groups.tasks().stream().map(node -> tasks.task(node, start())).toList(),
        groups.groups().stream().map(node -> bind(node, Group.class)).toList());
  }

  /** Reads metrics as a command line names them, such as {@code acc} or {@code {use: ece}}. */
  public List<Choice> metrics(String option, List<String> words) {
    return bind(listed("metrics", option, words), Metrics.class).metrics();
  }

  /**
   * A file of records, in the form that its name ends in.
   *
   * @param option where it was given, for messages
   * @throws RecipeException if its name tells none
   */
  public Choice records(String option, Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.bz2$", "");
    String form = name.substring(name.lastIndexOf('.') + 1);
    checkField(
        List.of("arrow", "csv", "json", "jsonl", "parquet").contains(form),
        option,
        file,
        "must be a file whose name ends in .jsonl, .json, .csv, .parquet or .arrow");
    Origin origin = new Origin(option + " " + file, 0, Optional.empty());
    Node path = new Node.Scalar(origin, file.toAbsolutePath().normalize().toString(), true);
    Map<String, Node> keys = new LinkedHashMap<>();
    keys.put("use", new Node.Scalar(origin, form, false));
    keys.put("files", new Node.Sequence(origin, List.of(path)));
    Node records = new Node.Mapping(origin, keys);
    return bind(new Node.Mapping(origin, Map.of("records", records)), Examples.class).records();
  }

  private record Examples(@Key(value = "records", catalogue = "records") Choice records) {}

  private record Metrics(@Key(value = "metrics", catalogue = "metric") List<Choice> metrics) {}

  /** The same of perturbations. */
  public List<Choice> perturbations(String option, List<String> words) {
    return bind(listed("perturb", option, words), Perturbations.class).perturb();
  }

  private record Perturbations(
      @Key(value = "perturbations", catalogue = "perturbation") List<Choice> perturb) {}

  private static Node listed(String key, String option, List<String> words) {
    Origin origin = new Origin(option + " " + String.join(",", words), 0, Optional.empty());
    return new Node.Mapping(
        origin, Map.of(key, Yaml.value("[" + String.join(",", words) + "]", origin)));
  }

  /** Reads anything else that is written like a recipe, such as a catalogue entry's options. */
  public <T extends Record> T bind(Node node, Class<T> type) {
    return new Binder(catalogues, data).record(Binder.mapping(node, start()), type, start());
  }

  // The root has no key of its own.
  private static Spot start() {
    return new Spot("the recipe", "", true, Root.KEY, Scope.OUTSIDE);
  }

  private record Root(@Key("the recipe") String unused) {
    static final Key KEY = Root.class.getRecordComponents()[0].getAnnotation(Key.class);
  }
}
