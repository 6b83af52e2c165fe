package bantam.runners.compare;

import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.runners.evaluate.Answer;
import bantam.runners.evaluate.Evaluated;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds where two runs were not asked the same; such runs have no difference in scores. */
final class Alike {
  /** Items that a message names. */
  private static final int NAMED = 5;

  private final Evaluated one;
  private final Evaluated other;
  private final List<String> differences = new ArrayList<>();
  private final Map<String, List<Answer>> answers = new LinkedHashMap<>();

  private Alike(Evaluated one, Evaluated other) {
    this.one = one;
    this.other = other;
  }

  /**
   * The answers of the other run in the order of the first one's items.
   *
   * @throws InputException if the runs lack items of each other, or were asked differently
   */
  static Map<String, List<Answer>> order(Evaluated one, Evaluated other, Collection<String> tasks) {
    Alike alike = new Alike(one, other);
    tasks.forEach(alike::task);
    alike.raise();
    return alike.answers;
  }

  private void task(String name) {
    Map<String, Answer> theirs = new LinkedHashMap<>();
    other.answers().get(name).forEach(answer -> theirs.put(answer.item(), answer));
    List<Answer> ordered = new ArrayList<>();
    for (Answer answer : one.answers().get(name)) {
      String item = answer.item();
      Answer match = theirs.remove(item);
      if (match == null) {
        add(name, item, "is only in " + one.id());
      } else {
        difference(answer, match).ifPresent(what -> add(name, item, what));
        ordered.add(match);
      }
    }
    theirs.keySet().forEach(item -> add(name, item, "is only in " + other.id()));
    answers.put(name, ordered);
  }

  private void add(String task, String item, String what) {
    differences.add("%s item %s %s".formatted(task, item, what));
  }

  private static Optional<String> difference(Answer one, Answer other) {
    if (one.choices().size() != other.choices().size()) {
      return Optional.of(
          "has %d choices in one and %d in the other"
              .formatted(one.choices().size(), other.choices().size()));
    }
    for (int i = 0; i < one.choices().size(); i++) {
      Row.Sample a = one.choices().get(i);
      Row.Sample b = other.choices().get(i);
      if (!a.promptHash().equals(b.promptHash())) {
        return Optional.of("has another prompt");
      }
      if (!a.targetHash().equals(b.targetHash())) {
        return Optional.of("has another text for choice " + i);
      }
      if (!a.docHash().equals(b.docHash())) {
        return Optional.of("is another item or has another right answer");
      }
    }
    return Optional.empty();
  }

  private void raise() {
    if (!differences.isEmpty()) {
      int more = differences.size() - NAMED;
      throw new InputException(
          "%s and %s were not asked the same: %s%s; compare runs of the same tasks, items and shots"
              .formatted(
                  one.id(),
                  other.id(),
                  String.join(", ", differences.subList(0, Math.min(NAMED, differences.size()))),
                  more > 0 ? ", and %d more items differ".formatted(more) : ""));
    }
  }
}
