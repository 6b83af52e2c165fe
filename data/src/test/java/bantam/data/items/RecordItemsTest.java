package bantam.data.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.perturb.Change;
import bantam.data.perturb.Perturbation;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.data.world.Dice;
import bantam.recipes.Catalogue;
import bantam.recipes.Catalogues;
import bantam.recipes.Failure;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks about files, from their YAML to their items. */
class RecordItemsTest {
  private static final String TASK =
      """
      name: t
      description: a test
      items:
        use: records
        data: {use: jsonl, files: [d.jsonl]}
        prompt: 'Q: {{q|trim}}'
        choices: ['{{choices}}']
        gold: '{{gold}}'
      """;
  private static final String GOOD = "{\"q\": \" a \", \"choices\": [\"x\", \"y\"], \"gold\": 1}\n";

  private record None() {}

  @TempDir Path directory;

  private Task task(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("t.yaml"), yaml);
    Catalogue<String> metrics =
        Catalogue.of(
            "metric",
            new Catalogue.Entry<>("acc", "", None.class, None::toString),
            new Catalogue.Entry<>("acc_norm", "", None.class, None::toString));
    return new RecipeReader(
            new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, metrics)),
            Optional.of(directory))
        .task(file.toString());
  }

  private List<Item> items(String yaml) throws IOException {
    try (Stream<Item> items = Items.ALL.make(task(yaml).items()).items()) {
      return items.toList();
    }
  }

  private void data(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  @Test
  void putsRecordsIntoWords() throws IOException {
    data("d.jsonl", GOOD + "\n" + GOOD.replace(" a ", "b"));
    assertThat(items(TASK))
        .containsExactly(
            new Item("0", "Q: a", List.of("x", "y"), 1),
            new Item("1", "Q: b", List.of("x", "y"), 1));
    assertThat(Items.ALL.make(task(TASK).items()).chance()).isEqualTo(0.5);
  }

  @Test
  void renamesFields() throws IOException {
    data("d.jsonl", GOOD.replace("\"q\"", "\"question\""));
    assertThat(items(TASK + "  fields: {q: question}\n").get(0).prompts()).containsOnly("Q: a");
  }

  @Test
  void readsFilesThatAPatternMatchesByName() throws IOException {
    data("b1.jsonl", GOOD.replace(" a ", "2"));
    data("a1.jsonl", GOOD.replace(" a ", "1"));
    data("a1.txt", "not this one");
    assertThat(items(TASK.replace("d.jsonl", "'*1.jsonl'")))
        .extracting(item -> item.prompts().get(0))
        .containsExactly("Q: 1", "Q: 2");
  }

  /** Three items in the original layout. */
  @Test
  void readsTheOriginalHellaSwag() throws IOException {
    String record =
        "{\"activity_label\": \"Tea\", \"ctx_a\": \"A man [x] boils water.\", \"ctx_b\": \"he\","
            + " \"endings\": [\"pours it.\", \" sings [title] Song\"], \"label\": \"1\"}\n";
    data("d.jsonl", record.repeat(3));
    String yaml =
        TASK.replace("Q: {{q|trim}}", "{{query}}").replace("{{gold}}", "{{label}}")
            + "  prepare: [hellaswag]\n";
    assertThat(items(yaml))
        .hasSize(3)
        .startsWith(
            new Item("0", "Tea: A man boils water. He", List.of("pours it.", "sings. Song"), 1));
  }

  @Test
  void readsGroupsOfLines() throws IOException {
    data("d.txt", "a\nx\ny\n1\nb\nu\nv\n0");
    String lines =
        TASK.replace(
            "jsonl, files: [d.jsonl]", "lines, files: [d.txt], names: [q, choices, choices, gold]");
    assertThat(items(lines))
        .containsExactly(
            new Item("0", "Q: a", List.of("x", "y"), 1),
            new Item("1", "Q: b", List.of("u", "v"), 0));
    data("d.txt", "a\nx\ny\n");
    assertThatThrownBy(() -> items(lines))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("d.txt: has 3 lines, which is no multiple of the 4 lines");
  }

  @Test
  void cutsTexts() throws IOException {
    data("d.txt", "\n= A = \nabc\n\n= B =\n\u00e9\n= C =\nlong enough");
    String yaml =
        """
        name: t
        description: a test
        output: loglikelihood-rolling
        items:
          use: records
          data: {use: text, files: [d.txt], begin: '= .* =', characters: 8}
          choices: ['{{text}}']
          page: '[{{text}}]'
        """;
    assertThat(items(yaml))
        .extracting(Item::choices, Item::page)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                List.of("= A = \nabc\n"), Optional.of("[= A = \nabc\n]")),
            org.assertj.core.groups.Tuple.tuple(
                List.of("= C =\nlong enough"), Optional.of("[= C =\nlong enough]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "q~p~d.jsonl:1: 'Q: {{q|trim}}' cannot be filled: there is no field 'q'; the fields are p",
        "\"x\"~\"\"~d.jsonl:1: item 0 has an empty choice",
        "1}~2}~d.jsonl:1: item 0 has gold '2'; it must be a whole number from 0 to 1",
        "1}~true}~item 0 has gold 'True'",
        "{~[~d.jsonl:1: is not JSON"
      })
  void tellsWhatIsWrongWithARecord(String from, String to, String message) throws IOException {
    data("d.jsonl", GOOD.replaceFirst(java.util.regex.Pattern.quote(from), to));
    assertThatThrownBy(() -> items(TASK))
        .isInstanceOf(InputException.class)
        .message()
        .contains(message)
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Q: {{q|trim}}#Q: {{q~t.yaml:6: prompt is 'Q: {{q'; it must be text with fields",
        "Q: {{q|trim}}#{% if q %}~not hold a tag; what fields alone cannot do",
        "Q: {{q|trim}}#{{q|shout}}~shout",
        "choices: ['{{choices}}']#choices: []~t.yaml:7: choices is []; it must hold a template",
        "files: [d.jsonl]#files: []~files is []; it must name a file",
        "files: [d.jsonl]#files: [d.jsonl], sha256: [12]~sha256 is 12; it must be 64 hex digits",
        "jsonl, files#jsnl, files~did you mean 'jsonl'?"
      })
  void tellsWhatIsWrongWithATask(String change, String message) throws IOException {
    String[] parts = change.split("#", -1);
    assertThat(TASK).contains(parts[0]);
    assertThatThrownBy(() -> task(TASK.replace(parts[0], parts[1])))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesFilesThatAreNotThePinnedOnes() throws IOException {
    data("d.jsonl", GOOD);
    String pinned = TASK.replace("[d.jsonl]", "[d.jsonl], sha256: [%s]");
    String right = sha256(GOOD);
    assertThat(items(pinned.formatted(right))).hasSize(1);
    assertThatThrownBy(() -> items(pinned.formatted("0".repeat(64))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its sha256 is " + right);
    assertThatThrownBy(() -> items(TASK.replace("d.jsonl", "no.jsonl")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no.jsonl: there is no such file; --data DIR");
    data("d.jsonl", "\n");
    assertThatThrownBy(() -> items(TASK))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("hold no item");
  }

  private static String sha256(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesSeveralRightChoicesAndRightTexts() throws IOException {
    data("d.jsonl", GOOD.replace("1}", "[1, 0]}") + GOOD.replace("1}", "\"y\"}"));
    List<Item> found = items(TASK);
    assertThat(found.get(0).gold()).isEqualTo(1);
    assertThat(found.get(0).alsoRight()).containsExactly(0);
    assertThat(found.get(1).gold()).isEqualTo(1);
    assertThat(found.get(1).right(0)).isFalse();
  }

  /** Three items in the layout of the hub's files, with the texts of the reference's templates. */
  @Test
  void readsTheOriginalsOfTasks() throws IOException {
    data(
        "d.jsonl",
        "{\"question\": \" Why? \", \"choices\": {\"label\": [\"A\", \"B\"], \"text\":"
            + " [\"x\", \"y\"]}, \"answerKey\": \"B\"}\n");
    String arc =
        TASK.replace("{{choices}}", "{{choices.text}}")
            .replace("{{gold}}", "{{choices.label.index(answerKey)}}")
            .replace("{{q|trim}}", "{{question.strip()}}");
    assertThat(items(arc)).containsExactly(new Item("0", "Q: Why?", List.of("x", "y"), 1));
    data(
        "d.jsonl",
        "{\"premise\": \"It rained. \", \"question\": \"effect\", \"choice1\": \"He wept.\","
            + " \"choice2\": \"She ran.\", \"label\": 1}\n");
    String copa =
        TASK.replace(
                "'Q: {{q|trim}}'",
                "\"{{premise.strip()[:-1]}} {{'because' if question == 'cause' else"
                    + " 'therefore'}}\"")
            .replace(
                "'{{choices}}'",
                "'{{choice1[0]|lower}}{{choice1[1:]}}', '{{choice2[0]|lower}}{{choice2[1:]}}'")
            .replace("{{gold}}", "{{label}}");
    assertThat(items(copa))
        .containsExactly(new Item("0", "It rained therefore", List.of("he wept.", "she ran."), 1));
  }

  private static final String EXAM =
      """
      name: t
      description: a test
      items:
        use: records
        data: {use: jsonl, files: [d.jsonl]}
        prompt: "Passage: {{p}}\\n{{q|trim}} A. {{a}} B. {{b}} C. {{c}}\\nAnswer:"
        choices: [A, B, C]
        gold: '{{gold}}'
        options: [a, b, c]
        cluster: '{{p}}'
      """;

  private List<Item> changed(String yaml, Perturbation how) throws IOException {
    try (Stream<Item> items = Items.ALL.make(task(yaml).items()).items(new Change(how, 3, "t"))) {
      return items.toList();
    }
  }

  private static Perturbation loud() {
    return new Perturbation() {
      @Override
      public String label() {
        return "loud";
      }

      @Override
      public String text(String text, boolean first, Dice dice) {
        return (first ? "! " : "") + text.toUpperCase(java.util.Locale.ROOT);
      }
    };
  }

  private static Perturbation turned() {
    return new Perturbation() {
      @Override
      public String label() {
        return "turned";
      }

      @Override
      public boolean reorders() {
        return true;
      }

      @Override
      public List<Integer> order(int count, Dice dice) {
        return IntStream.range(0, count).mapToObj(i -> (i + 1) % count).toList();
      }
    };
  }

  /** Neither the template's words nor the options, nor what items share. */
  @Test
  void changesTheFieldsOfTheQuestionOnly() throws IOException {
    data(
        "d.jsonl",
        "{\"p\": \"an ash\", \"q\": \"what?\", \"a\": \"x\", \"b\": \"y\", \"c\": \"z\","
            + " \"gold\": 2}\n");
    Item plain = items(EXAM).get(0);
    Item item = changed(EXAM, loud()).get(0);
    assertThat(item.prompts().get(0)).isEqualTo("Passage: ! AN ASH\nWHAT? A. x B. y C. z\nAnswer:");
    assertThat(item.cluster()).isEqualTo(plain.cluster());
    assertThat(item.choices()).isEqualTo(plain.choices());
    assertThat(item.gold()).isEqualTo(2);
  }

  @Test
  void leavesWhatIsVerbatim() throws IOException {
    data(
        "d.jsonl",
        "{\"p\": \"an ash\", \"q\": \"what?\", \"a\": \"x\", \"b\": \"y\", \"c\": \"z\","
            + " \"gold\": 2}\n");
    Item item = changed(EXAM + "  verbatim: [p]\n", loud()).get(0);
    assertThat(item.prompts().get(0)).isEqualTo("Passage: an ash\n! WHAT? A. x B. y C. z\nAnswer:");
    // options in another order leave all words as they are
    String all = EXAM + "  verbatim: [p, q]\n";
    assertThat(changed(all, turned()).get(0).gold()).isEqualTo(1);
    assertThatThrownBy(() -> changed(all, loud()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "task t: perturb: nothing in its prompts may change without its answers; leave the task out");
  }

  @Test
  void putsTheOptionsInAnotherOrder() throws IOException {
    data(
        "d.jsonl",
        "{\"p\": \"an ash\", \"q\": \"what?\", \"a\": \"x\", \"b\": \"y\", \"c\": \"z\","
            + " \"gold\": 2}\n");
    Item item = changed(EXAM, turned()).get(0);
    assertThat(item.prompts().get(0)).isEqualTo("Passage: an ash\nwhat? A. y B. z C. x\nAnswer:");
    assertThat(item.choices()).containsExactly("A", "B", "C");
    assertThat(item.gold()).isEqualTo(1);
    // where the options' own texts are scored, they move, too
    String texts = EXAM.replace("[A, B, C]", "['{{a}}', '{{b}}', '{{c}}']");
    Item moved = changed(texts, turned()).get(0);
    assertThat(moved.choices()).containsExactly("y", "z", "x");
    assertThat(moved.gold()).isEqualTo(1);
  }

  @Test
  void putsTheOptionsOfAListInAnotherOrder() throws IOException {
    data("d.jsonl", "{\"q\": \"what?\", \"choices\": [\"x\", \"y\"], \"gold\": 0}\n");
    String yaml =
        TASK.replace("{{q|trim}}", "{{q}} {{choices[0]}} {{choices[1]}}")
            .replace("gold: '{{gold}}'", "gold: '{{gold}}'\n  options: [choices]");
    Item item = changed(yaml, turned()).get(0);
    assertThat(item.prompts().get(0)).isEqualTo("Q: what? y x");
    assertThat(item.choices()).containsExactly("y", "x");
    assertThat(item.gold()).isEqualTo(1);
    assertThat(changed(yaml, loud()).get(0).prompts().get(0)).isEqualTo("Q: ! WHAT? x y");
  }

  @Test
  void refusesAnotherOrderOfWhatThePromptDoesNotList() throws IOException {
    data("d.jsonl", GOOD);
    assertThatThrownBy(() -> changed(TASK, turned()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("task t: perturb: turned is for tasks");
  }
}
