package bantam.runners.compare;

import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.runs.Machine;
import bantam.results.runs.Provenance;
import bantam.runners.evaluate.Answer;
import bantam.runners.evaluate.Evaluated;
import bantam.runners.evaluate.Shared;
import bantam.runners.evaluate.SomeTasks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Evaluations whose items were answered as a test wants it. */
final class Answered {
  private final String id;
  private final Map<String, List<Answer>> answers = new LinkedHashMap<>();
  private String prompt = "";
  private String dtype = "f32";
  private int together = 1;

  private Answered(String id) {
    this.id = id;
  }

  static Answered once(String id) {
    return new Answered(id);
  }

  /** With other prompts from here on. */
  Answered prompted(String other) {
    prompt = other;
    return this;
  }

  Answered of(String arithmetic) {
    dtype = arithmetic;
    return this;
  }

  /** With a passage for so many items each from here on. */
  Answered sharing(int items) {
    together = items;
    return this;
  }

  /** A task of two choices, of which the first is right. */
  Answered with(String task, int[] right) {
    answers.put(
        task, IntStream.range(0, right.length).mapToObj(i -> answer(task, i, right[i])).toList());
    return this;
  }

  private Answer answer(String task, int item, int right) {
    return new Answer(List.of(sample(task, item, 0, -2 + right), sample(task, item, 1, -1.5)));
  }

  private Row.Sample sample(String task, int item, int choice, double nats) {
    return new Row.Sample(
        id,
        task,
        Integer.toString(item),
        "doc" + item,
        together == 1 ? Optional.empty() : Optional.of("passage" + item / together),
        prompt + item,
        "target" + choice,
        choice,
        nats,
        false,
        1,
        1,
        1,
        1,
        1,
        Optional.empty(),
        Optional.of("0"),
        Optional.of(choice == 0));
  }

  Evaluated run() {
    List<Task> tasks = new ArrayList<>();
    for (String name : answers.keySet()) {
      tasks.add(SomeTasks.accuracy(name));
    }
    Evaluate recipe =
        new Evaluate(
            Shared.common(id),
            new Input.File(Path.of("model")),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            tasks,
            List.of(),
            Prompting.PLAIN,
            Limit.NONE,
            Map.of(),
            0,
            new Scoring(64));
    return new Evaluated(Path.of("runs", id), provenance(), recipe, answers, Map.of());
  }

  private Provenance provenance() {
    return new Provenance(
        id,
        id,
        "evaluate",
        "",
        "{}",
        List.of(),
        List.of(),
        new Machine("1", "", "17", "host", "os", "cpu", 2, Optional.empty()),
        List.of(),
        17,
        "cpu",
        dtype,
        Instant.EPOCH,
        Optional.empty(),
        0,
        Provenance.Cost.UNKNOWN);
  }
}
