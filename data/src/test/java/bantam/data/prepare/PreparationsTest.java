package bantam.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Preparations against what the functions of lm-evaluation-harness 4e7e0d47 gave. */
class PreparationsTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode golden(String file) {
    try {
      return JSON.readTree(Shared.path("reference/golden/" + file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonLine line(String json) {
    try {
      return new JsonLine("f:1", JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void cleansHellaSwagAsTheReference() {
    JsonNode cases = golden("lm-eval-pure-functions.json");
    for (JsonNode one : cases.get("hellaswag_preprocess")) {
      assertThat(HellaSwag.clean(one.get(0).textValue())).isEqualTo(one.get(1).textValue());
    }
    for (JsonNode one : cases.get("python_capitalize")) {
      assertThat(HellaSwag.capitalized(one.get(0).textValue())).isEqualTo(one.get(1).textValue());
    }
    for (JsonNode one : golden("scoring/pure_functions.json").get("hellaswag_process_docs")) {
      JsonNode found =
          new HellaSwag(new HellaSwag.Options(""))
              .prepare(new JsonLine("f:1", one.get("input")))
              .object();
      assertThat(found.get("query")).isEqualTo(one.get("query"));
      assertThat(found.get("choices")).isEqualTo(one.get("choices"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  [header] Tea [title] Boil it. '|' Tea. Boil it.'",
        "'a [x] b  c   d'|'a b c  d'",
        "'no mark'|'no mark'"
      })
  void takesMarksOutOfHellaSwag(String text, String clean) {
    assertThat(HellaSwag.clean(text)).isEqualTo(clean);
  }

  @Test
  void keepsTheContextThatIsJoinedAlready() {
    JsonNode found =
        new HellaSwag(new HellaSwag.Options("context"))
            .prepare(line("{\"context\": \" Tea: he POURS \", \"endings\": [\"it [x] out\"]}"))
            .object();
    assertThat(found.get("query").textValue()).isEqualTo("Tea: he POURS");
    assertThat(found.get("choices").get(0).textValue()).isEqualTo("it out");
  }

  @Test
  void detokenisesWikiTextAsTheReference() {
    for (JsonNode one : golden("lm-eval-pure-functions.json").get("wikitext")) {
      String page = one.get(0).textValue();
      assertThat(WikiText.detokenised(page)).isEqualTo(one.get(1).textValue());
      assertThat(PythonText.words(page)).isEqualTo(one.get(2).get(0).intValue());
    }
    for (JsonNode one : golden("scoring/pure_functions.json").get("wikitext_detokenizer")) {
      String page = one.get("page").textValue();
      assertThat(WikiText.detokenised(page)).isEqualTo(one.get("text").textValue());
      JsonNode words = one.get("results").get("word_perplexity").get(1);
      assertThat(PythonText.words(page)).isEqualTo(words.intValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a , b . c'|'a, b. c'",
        "'3 @.@ 5 @,@ 0 @-@ x'|'3.5,0-x'",
        "'( a ( b ) )'|'(a ( b) )'",
        "'= = T = ='|'== T =='",
        "'it ''s N 5 \u00b0 C'|'it''s 1 5\u00b0C'"
      })
  void joinsWhatWikiTextParted(String page, String text) {
    assertThat(WikiText.detokenised(page)).isEqualTo(text);
  }

  @Test
  void countsWordsAsPythonSplits() {
    assertThat(PythonText.words("")).isEqualTo(1);
    assertThat(PythonText.words(" a\u00a0b\n\n")).isEqualTo(4);
    assertThat(PythonText.words("a\u0085\u2028b")).isEqualTo(2);
  }

  @Test
  void scoresWinoGrandePartiallyAsTheReference() {
    for (JsonNode one : golden("scoring/pure_functions.json").get("winogrande")) {
      JsonNode found = new WinoGrande().prepare(new JsonLine("f:1", one.get("input"))).object();
      assertThat(found.get("contexts")).isEqualTo(one.get("doc_to_choice"));
      assertThat(found.get("ending")).isEqualTo(one.get("doc_to_target"));
    }
  }

  @Test
  void putsTheOptionsIntoTheBlank() {
    JsonNode found =
        new WinoGrande()
            .prepare(
                line("{\"sentence\": \"So _ sat _ .\", \"option1\": \"A\", \"option2\": \"B\"}"))
            .object();
    assertThat(found.get("contexts")).hasToString("[\"So A\",\"So B\"]");
    assertThat(found.get("ending").textValue()).isEqualTo("sat _ .");
    assertThatThrownBy(
            () ->
                new WinoGrande()
                    .prepare(line("{\"sentence\": \"x\", \"option1\": \"A\", \"option2\": \"B\"}")))
        .isInstanceOf(InputException.class)
        .hasMessage("f:1: 'sentence' has no blank (_); mend the record");
  }

  @Test
  void partsTheLastWordFromTheRest() {
    JsonNode found = new LastWord().prepare(line("{\"text\": \"a b\\nc  d\"}")).object();
    assertThat(found.get("context").textValue()).isEqualTo("a b\nc ");
    assertThat(found.get("word").textValue()).isEqualTo("d");
    assertThatThrownBy(() -> new LastWord().prepare(line("{\"text\": \"word\"}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no last word");
  }

  @Test
  void asksRacesLastQuestionAsTheReference() {
    JsonNode golden = golden("lm-eval-pure-functions.json").get("race");
    checkRace(golden.get("doc"), golden.get("text").textValue(), golden.get("gold").intValue());
  }

  /** One article as RACE's own files have it, and as the hub does. */
  @Test
  void asksTheLastQuestionBehindTheOthers() {
    JsonNode own =
        line("{\"article\": \"Art.\", \"answers\": [\"B\", \"C\", \"A\"], \"questions\":"
                + " [\"Fill the  _  .\", \"Why?\", \"It's \\u00e9  _  .\"], \"options\": [[\"a\","
                + " \"b\"], [\"e\", \"f\", \"g\"], [\"i\", \"j\"]]}")
            .object();
    String text = "Article: Art.\n\nFill the b\nQuestion: Why?\nAnswer: g\nIt's \u00e9  _  .";
    checkRace(own, text, 0);
    JsonNode hub =
        line("{\"article\": \"Art.\", \"problems\": \"[{'question': 'Fill the  _  .', 'answer':"
                + " 'B', 'options': ['a', 'b']}, {'question': 'Why?', 'answer': 'C', 'options':"
                + " ['e', 'f', 'g']}, {'question': \\\"It's \u00e9  _  .\\\", 'answer': 'A',"
                + " 'options': ['i', 'j']}]\"}")
            .object();
    checkRace(hub, text, 0);
    assertThatThrownBy(
            () ->
                new Race()
                    .prepare(
                        line("{\"article\": \"A\", \"problems\": \"[{'question': open()}]\"}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f:1: 'problems' is no literal of Python's");
  }

  private static void checkRace(JsonNode record, String text, int gold) {
    JsonNode found = new Race().prepare(new JsonLine("f:1", record)).object();
    assertThat(found.get("query").textValue()).isEqualTo(text);
    assertThat(found.get("gold").intValue()).isEqualTo(gold);
    assertThat(found.get("choices").get(0).textValue()).isEqualTo("i");
  }

  @Test
  void tellsTrueAnswersFromFalseOnes() {
    TruthfulQa preparation = new TruthfulQa(new TruthfulQa.Options("mc2_targets"));
    String own = "{\"mc2_targets\": {\"a\": 1, \"\": 0, \"b\": 0, \"c\": 1}}";
    String hub = "{\"mc2_targets\": {\"choices\": [\"a\", \"b\", \"c\"], \"labels\": [1, 0, 1]}}";
    for (String record : new String[] {own, hub}) {
      JsonNode found = preparation.prepare(line(record)).object();
      assertThat(found.get("choices")).hasToString("[\"a\",\"b\",\"c\"]");
      assertThat(found.get("right")).hasToString("[0,2]");
    }
    assertThatThrownBy(() -> preparation.prepare(line("{\"mc2_targets\": {\"b\": 0}}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'mc2_targets' has 1 answers, 0 of them true");
  }

  @Test
  void takesAFieldApart() {
    Parts parts =
        new Parts(new Parts.Options("text", "Q: (.*)\nA:(?s:(.*))", List.of("asked", "told")));
    JsonNode found = parts.prepare(line("{\"text\": \"Q: why?\\nA: so\\nit is\\n\"}")).object();
    assertThat(found.get("asked").textValue()).isEqualTo("why?");
    assertThat(found.get("told").textValue()).isEqualTo("so\nit is");
    JsonLine other = line("{\"asked\": \"who?\"}");
    assertThat(parts.prepare(other)).isEqualTo(other);
    assertThatThrownBy(() -> parts.prepare(line("{\"text\": \"A: so\"}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f:1: 'text' does not fit");
    assertThatThrownBy(() -> new Parts.Options("text", "(a)(b)", List.of("one")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("must have a name for each group");
  }

  @Test
  void findsAllThatAnExpressionFinds() {
    FindAll find = new FindAll(new FindAll.Options("q", "\\([A-Z]\\)([^\n^(]*)", "options"));
    JsonLine record = line("{\"q\": \"Which?\\n(A) one x\\n(B) two\"}");
    assertThat(find.prepare(record).object().get("options"))
        .extracting(JsonNode::textValue)
        .containsExactly("one x", "two");
    assertThatThrownBy(() -> find.prepare(line("{\"q\": \"Which?\"}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds nothing that");
  }

  @Test
  void joinsWhatSvampTellsAndAsks() {
    JsonLine record =
        line("{\"Body\": \"Tim had 3 nuts. \", \"Question\": \"How many?\", \"Answer\": 3.0}");
    JsonNode found = new Svamp().prepare(record).object();
    assertThat(found.get("question").textValue()).isEqualTo("Tim had 3 nuts. How many?");
    assertThat(found.get("answer").textValue()).isEqualTo("3");
  }

  @Test
  void fillsWhatAnotherFormLacks() {
    Fill preparation =
        new Fill(
            new Fill.Options(
                "query",
                Map.of(
                    "query", List.of("Question: {{question}}"),
                    "choices", List.of("{{choices.text}}"),
                    "gold", List.of("{{choices.label.index(key)}}"))));
    String original =
        "{\"question\": \"q?\", \"choices\": {\"text\": [\"x\", \"y\"], \"label\": [\"A\", \"B\"]},"
            + " \"key\": \"B\"}";
    JsonNode found = preparation.prepare(line(original)).object();
    assertThat(found.get("query").textValue()).isEqualTo("Question: q?");
    assertThat(found.get("choices")).hasToString("[\"x\",\"y\"]");
    assertThat(found.get("gold").textValue()).isEqualTo("1");
    JsonLine converted = line("{\"query\": \"Question: q?\", \"choices\": [\"x\"]}");
    assertThat(preparation.prepare(converted)).isSameAs(converted);
    assertThatThrownBy(() -> preparation.prepare(line("{\"text\": \"t\"}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the fields are text");
  }
}
