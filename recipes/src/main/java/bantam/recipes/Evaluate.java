package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measures a model on text and on tasks. */
@Kind(value = "evaluate", doc = "Measures a model: bits per byte on text, accuracy on tasks.")
public record Evaluate(
    @Inline Common common,
    @Key("checkpoint directory of the model") Input model,
    @Key("adapter directory to put on the model") Optional<Input> adapter,
    @Key(
            "checkpoint directory of a model with the same tokens that this one was made from; how"
                + " much of it is left is measured, too")
        Optional<Input> base,
    @Key(
            value = "held-out text by name, for perplexity and bits per byte",
            preset = "{}",
            catalogue = "corpus")
        Map<String, Choice> corpora,
    @Key(
            value = "tasks and groups by the name of a shipped one or the path of a file",
            preset = "[]")
        List<Task> tasks,
    @Key(
            value = "tasks that have a score together; a group that tasks names is put here",
            preset = "[]")
        List<Group> groups,
    @Inline Prompting prompting,
    @Key(value = "how many items of each task are taken, and which; 0 takes all", preset = "0")
        Limit limit,
    @Key(
            value =
                "which items of a task, by the places in its data from 0 on: 500-599, or"
                    + " 0-9,20-29; a task that is not here gives all of its items",
            preset = "{}")
        Map<String, String> items,
    @Key(
            value =
                "tokens that the model reads at once, longer text is cut into windows; 0 takes its"
                    + " max_position_embeddings, which may be more than it was trained on",
            preset = "0",
            min = 0)
        int context,
    @Key(
            value =
                "tokens that a window of a text is ahead of the one before it; each but those of"
                    + " the first window is predicted from at least context - stride tokens; 0"
                    + " takes the whole context, so that windows do not overlap",
            preset = "0",
            min = 0)
        int stride,
    @Key(
            value =
                "draws for the standard errors of scores that are no means over items, such as f1,"
                    + " as lm-evaluation-harness makes them; 0 takes a formula where there is one,"
                    + " or tells none",
            preset = "100000",
            min = 0,
            max = 10_000_000)
        int bootstrap,
    @Key(
            value =
                "what an audit of the tasks found: overlaps.arrow in its run, or the run; adds"
                    + " scores on the items that do not stand in the training text")
        Optional<Input> audit,
    @Key("a text whose counts of tokens are mixed into every probability of the model")
        Optional<Interpolation> infiniGram,
    @Key(
            value = "what is looked for inside of the model while it reads each of corpora",
            preset = "[]",
            catalogue = "probe")
        List<Choice> probes,
    @Inline Scoring scoring)
    implements Recipe {
  /** What is measured on each corpus. */
  public static final List<String> TEXT_METRICS =
      List.of("bits_per_byte", "perplexity", "tokens", "bytes");

  /**
   * What is measured of a corpus or a task whose continuations are given, where there is a base.
   */
  public static final List<String> BASE_METRICS = List.of("base_kl", "base_agreement");

  /** What is measured of a task whose answers are right or wrong, where there is a base. */
  public static final List<String> FLIP_METRICS = List.of("base_lost", "base_gained");

  /** Stands for the items of all tasks together where a score is named. */
  public static final String ALL = "all";

  /** Draws for an error, unless a recipe says otherwise: the reference's. */
  public static final int BOOTSTRAP = 100_000;

  /**
   * What is measured of a corpus or a task whose continuations are given, where a text's counts are
   * mixed in.
   */
  public static final List<String> INFINI_GRAM_METRICS =
      List.of("infini_gram_acc", "infini_gram_n");

  /** Without overlapping windows, an audit, counts of a text and probes. */
  public Evaluate(
      Common common,
      Input model,
      Optional<Input> adapter,
      Optional<Input> base,
      Map<String, Choice> corpora,
      List<Task> tasks,
      List<Group> groups,
      Prompting prompting,
      Limit limit,
      Map<String, String> items,
      int context,
      Scoring scoring) {
    this(
        common,
        model,
        adapter,
        base,
        corpora,
        tasks,
        groups,
        prompting,
        limit,
        items,
        context,
        0,
        BOOTSTRAP,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        scoring);
  }

  public Evaluate {
    Optional<Integer> shots = prompting.shots();
    tasks = tasks.stream().map(task -> task.settled(shots)).toList();
    groups = List.copyOf(groups);
    checkField(bootstrap != 1, "bootstrap", 1, "must be 0, or 2 or more: one draw has no spread");
    probes = List.copyOf(probes);
    checkField(
        infiniGram.isEmpty() || base.isEmpty(),
        "base",
        "given",
        "must not be given together with infini_gram: what is left of it is measured of the model"
            + " alone");
    checkField(
        probes.isEmpty() || !corpora.isEmpty(), "probes", probes, "needs corpora, which it reads");
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    checkField(
        !tasks.isEmpty() || !corpora.isEmpty(), "tasks", tasks, "must be given unless corpora is");
    checkField(
        !corpora.containsKey(ALL), "corpora", "'all'", "is a name kept for all tasks together");
    Set<String> names = new HashSet<>(corpora.keySet());
    names.add(ALL);
    for (Task task : tasks) {
      checkField(
          names.add(task.name()),
          "tasks",
          "'" + task.name() + "'",
          "must not be the name of another task or corpus here, nor 'all', because scores go by it");
    }
    for (Group group : groups) {
      checkField(
          names.add(group.name()),
          "groups",
          "'" + group.name() + "'",
          "must not be the name of a task, a corpus or another group here, nor 'all'");
      check(group, tasks);
    }
    List<String> known = tasks.stream().map(Task::name).toList();
    for (Map.Entry<String, String> some : items.entrySet()) {
      checkField(
          known.contains(some.getKey()),
          "items",
          "about '" + some.getKey() + "'",
          "must be about one of the tasks: " + String.join(", ", known));
      Places.parse(some.getValue());
    }
  }

  private static void check(Group group, List<Task> tasks) {
    for (String member : group.tasks()) {
      Optional<Task> task = tasks.stream().filter(one -> one.name().equals(member)).findFirst();
      checkField(
          task.isPresent(),
          "groups",
          "about '%s' in %s".formatted(member, group.name()),
          "must be about tasks that are measured here");
      for (String metric : group.metrics()) {
        checkField(
            task.orElseThrow().measured().contains(metric),
            "groups",
            "about %s of %s".formatted(metric, group.name()),
            "must be about what all tasks of the group measure, and %s does not".formatted(member));
      }
    }
  }
}
