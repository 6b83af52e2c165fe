package bantam.runners.evaluate;

import bantam.data.items.Item;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.runners.evaluate.Pairs.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Multiple choice by log-likelihood: every choice of every item is a request of its own. */
final class Choices {
  private final Task task;
  private final List<Item> items;

  Choices(Task task, List<Item> items) {
    this.task = task;
    this.items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new InputException("task " + task.name() + " has no items");
    }
  }

  /** What the model is asked, the choices of an item one behind the other. */
  List<Texts> requests() {
    List<Texts> requests = new ArrayList<>();
    for (Item item : items) {
      for (String choice : item.choices()) {
        requests.add(new Texts(prompt(item), task.delimiter() + choice));
      }
    }
    return requests;
  }

  /**
   * Rows of the samples table.
   *
   * @param likelihoods in the order of {@link #requests}
   */
  List<Row.Sample> samples(String run, List<Likelihood> likelihoods) {
    List<Row.Sample> samples = new ArrayList<>();
    for (Item item : items) {
      for (int choice = 0; choice < item.choices().size(); choice++) {
        samples.add(sample(run, item, choice, likelihoods.get(samples.size())));
      }
    }
    return samples;
  }

  private Row.Sample sample(String run, Item item, int choice, Likelihood likelihood) {
    String text = item.choices().get(choice);
    return new Row.Sample(
        run,
        task.name(),
        item.id(),
        hash(item),
        Hashes.of(prompt(item)),
        choice,
        likelihood.nats(),
        likelihood.greedy(),
        likelihood.tokens(),
        text.codePointCount(0, text.length()),
        text.getBytes(StandardCharsets.UTF_8).length,
        Optional.empty(),
        Optional.of(Integer.toString(item.gold())),
        Optional.of(choice == item.gold()));
  }

  private String prompt(Item item) {
    return item.prompt() + task.suffix();
  }

  private static String hash(Item item) {
    return Hashes.of(
        item.prompt(), String.join("\0", item.choices()), Integer.toString(item.gold()));
  }
}
