package bantam.runners.evaluate;

import bantam.data.filter.Filter;
import bantam.data.filter.Filters;
import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a task's filters make of the answers that a model wrote, without the model. */
final class Pipelines {
  /** The name that scores have where nothing but the first answer is taken. */
  static final String NONE = "none";

  private Pipelines() {}

  /**
   * The answers behind each of the task's pipelines, by its name and in order; those that are not
   * written stand as they are.
   *
   * @throws InputException naming task and item if a filter cannot be applied
   */
  static Map<String, List<Answer>> filtered(Task task, List<Answer> answers) {
    if (task.output() != Task.Output.GENERATE_UNTIL) {
      return Map.of(NONE, answers);
    }
    Map<String, List<Answer>> filtered = new LinkedHashMap<>();
    task.filters()
        .forEach((name, filters) -> filtered.put(name, filtered(task.name(), filters, answers)));
    if (filtered.isEmpty()) {
      filtered.put(NONE, answers.stream().map(Pipelines::first).toList());
    }
    return filtered;
  }

  private static Answer first(Answer answer) {
    return new Answer(answer.choices().subList(0, 1));
  }

  private static List<Answer> filtered(String task, List<Choice> choices, List<Answer> answers) {
    List<Filter> filters = choices.stream().map(Filters.ALL::make).toList();
    return answers.stream().map(answer -> filtered(task, filters, answer)).toList();
  }

  private static Answer filtered(String task, List<Filter> filters, Answer answer) {
    Row.Sample first = answer.choices().get(0);
    List<String> texts = answer.choices().stream().map(Pipelines::text).toList();
    try {
      for (Filter filter : filters) {
        texts = filter.apply(texts, first.offered());
      }
    } catch (InputException e) {
      throw new InputException(
          "task %s: item %s: %s".formatted(task, first.item(), e.getMessage()), e);
    }
    return new Answer(texts.stream().map(first::withPrediction).toList());
  }

  private static String text(Row.Sample answer) {
    return answer
        .prediction()
        .orElseThrow(
            () ->
                new InputException(
                    "task %s: item %s has no written answer; evaluate it again"
                        .formatted(answer.task(), answer.item())));
  }
}
