package bantam.runners.evaluate;

import bantam.data.chat.ChatTemplate;
import bantam.data.items.Item;
import bantam.data.prepare.PythonText;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.recipes.Task.Output;
import bantam.results.Row;
import bantam.runners.evaluate.Pairs.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a model is asked about a task's items, and the rows that its answers are: every choice of
 * every item is a request of its own, a whole text one request for each of its windows.
 */
final class Questions {
  private final Task task;
  private final List<Item> items;
  private final Prompts prompts;
  private final Optional<Perturbed> perturbed;

  /**
   * What changed the questions.
   *
   * @param name of the perturbation
   * @param standing the items as they stand in the data, by their ids
   */
  private record Perturbed(String name, Map<String, Item> standing) {}

  /** Without a chat template. */
  Questions(Task task, List<Item> items) {
    this(task, items, Optional.empty());
  }

  /**
   * @param chat writes the prompts
   */
  Questions(Task task, List<Item> items, Optional<ChatTemplate> chat) {
    this(task, items, chat, Optional.empty());
  }

  private Questions(
      Task task, List<Item> items, Optional<ChatTemplate> chat, Optional<Perturbed> perturbed) {
    this.perturbed = perturbed;
    this.task = task;
    this.items = List.copyOf(items);
    this.prompts = Prompts.of(task, chat);
    if (items.isEmpty()) {
      throw new InputException("task " + task.name() + " has no items");
    }
    for (Item item : items) {
      boolean several = item.choices().size() > 1;
      if (task.output() != Output.GENERATE_UNTIL
          && several != (task.output() == Output.MULTIPLE_CHOICE)) {
        throw new InputException(
            "task %s: item %s has %d choices; a multiple-choice item has two or more, any other one, unless the model writes the answer"
                .formatted(task.name(), item.id(), item.choices().size()));
      }
    }
  }

  /**
   * The same items, asked in another way.
   *
   * @param name of the perturbation
   * @param others as many, in the same order
   * @throws InputException if the items have no question that could be changed
   */
  Questions perturbed(String name, List<Item> others, Optional<ChatTemplate> chat) {
    if (items.stream().allMatch(item -> item.prompts().stream().allMatch(String::isEmpty))) {
      throw new InputException(
          "task %s: perturb: its items have no question before what is scored; leave the task out"
              .formatted(task.name()));
    }
    Map<String, Item> standing =
        items.stream().collect(Collectors.toMap(Item::id, item -> item, (a, b) -> a));
    return new Questions(task, others, chat, Optional.of(new Perturbed(name, standing)));
  }

  /** What changed the questions, if anything did. */
  Optional<String> perturbation() {
    return perturbed.map(Perturbed::name);
  }

  /** What names them among all that a model is asked: the task, and what changed it. */
  String name() {
    return task.name() + perturbation().map(change -> " " + change).orElse("");
  }

  Task task() {
    return task;
  }

  List<Item> items() {
    return items;
  }

  /** The requests, the choices of an item one behind the other. */
  List<Texts> requests() {
    return slots().stream()
        .map(
            slot ->
                new Texts(
                    prompts.before(slot.item(), slot.choice()), scored(slot.item(), slot.choice())))
        .toList();
  }

  /**
   * The requests in tokens, each as one pair or as the windows of a whole text, and without its
   * prompt where a metric takes that.
   *
   * @param rolling how whole texts are cut; other requests are cut to its limit
   */
  List<Request> encoded(Encoding encoding, Rolling rolling) {
    if (task.output() == Output.LOGLIKELIHOOD_ROLLING) {
      List<String> texts = items.stream().map(item -> item.choices().get(0)).toList();
      return encoding.texts(texts).stream()
          .map(ids -> new Request(rolling.windows(ids, encoding.prefix())))
          .toList();
    }
    List<Texts> requests = requests();
    List<Pair> pairs = encoding.pairs(requests);
    boolean asksAlone =
        task.metrics().stream().anyMatch(choice -> Metrics.ALL.make(choice).takesAlone());
    List<Pair> alone =
        asksAlone ? encoding.pairs(requests.stream().map(Texts::alone).toList()) : List.of();
    return IntStream.range(0, pairs.size())
        .mapToObj(
            i ->
                new Request(
                    List.of(pairs.get(i).within(rolling.limit())),
                    asksAlone
                        ? Optional.of(alone.get(i).within(rolling.limit()))
                        : Optional.empty()))
        .toList();
  }

  /** The same with what a tokenizer puts around texts. */
  List<Request> encoded(Tokenizer tokenizer, Rolling rolling) {
    return encoded(Encoding.of(tokenizer), rolling);
  }

  /** A request: an item and one of its choices. */
  private record Slot(Item item, int choice) {}

  private List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    for (Item item : items) {
      for (int choice = 0; choice < item.choices().size(); choice++) {
        slots.add(new Slot(item, choice));
      }
    }
    return slots;
  }

  /** Asks a model. */
  List<Row.Sample> ask(String run, List<Request> encoded, Scorer scorer) {
    Agenda agenda = new Agenda();
    addTo(agenda, encoded);
    return agenda.ask(run, scorer);
  }

  /**
   * Puts the requests on an agenda.
   *
   * @param encoded as {@link #encoded} gives it
   */
  void addTo(Agenda agenda, List<Request> encoded) {
    List<Slot> slots = slots();
    for (int request = 0; request < slots.size(); request++) {
      Item item = slots.get(request).item();
      int choice = slots.get(request).choice();
      List<Pair> windows = encoded.get(request).windows();
      int before = windows.isEmpty() ? 0 : windows.get(windows.size() - 1).first() + 1;
      agenda.add(
          task.name(),
          perturbation(),
          item.id(),
          choice,
          encoded.get(request),
          (run, sum) -> sample(run, item, choice, before, sum));
    }
  }

  private Row.Sample sample(
      String run, Item item, int choice, int promptTokens, Likelihood likelihood) {
    String text = item.choices().get(choice);
    String counted = item.page().orElse(text);
    boolean rolling = task.output() == Output.LOGLIKELIHOOD_ROLLING;
    Row.Sample sample =
        new Row.Sample(
            run,
            task.name(),
            item.id(),
            docHash(item),
            item.cluster().map(Hashes::of),
            Hashes.of(rolling ? "" : prompts.before(item, choice)),
            Hashes.of(rolling ? text : scored(item, choice)),
            choice,
            likelihood.nats(),
            likelihood.greedy(),
            promptTokens,
            likelihood.tokens(),
            text.codePointCount(0, text.length()),
            counted.getBytes(StandardCharsets.UTF_8).length,
            PythonText.words(counted),
            Optional.empty(),
            task.output() == Output.MULTIPLE_CHOICE
                ? Optional.of(Integer.toString(item.gold()))
                : Optional.empty(),
            switch (task.output()) {
              case MULTIPLE_CHOICE -> Optional.of(item.right(choice));
              case LOGLIKELIHOOD -> Optional.of(likelihood.greedy());
              case LOGLIKELIHOOD_ROLLING, GENERATE_UNTIL -> Optional.empty();
            });
    return sample.withPerturbation(perturbation());
  }

  /** What the model reads before an answer that it writes. */
  String prompt(Item item) {
    return prompts.before(item, 0);
  }

  private String scored(Item item, int choice) {
    return prompts.delimiter() + item.choices().get(choice);
  }

  /** Of the item as it stands in the data, however it is asked here. */
  String docHash(Item item) {
    return hash(perturbed.map(one -> one.standing().get(item.id())).orElse(item));
  }

  /** Of the item as it stands in the data. */
  static String hash(Item item) {
    return Hashes.of(
        String.join("\0", item.prompts()),
        String.join("\0", item.choices()),
        Integer.toString(item.gold()),
        item.alsoRight().isEmpty() ? "" : item.alsoRight().toString());
  }
}
