package bantam.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
  }

  /** Computed by Python's tokenizers 0.23.2; the file's README names the rest. */
  @Test
  void givesTheIdsOfTheReferenceForStories260k() throws IOException {
    Path directory = Shared.path("reference/golden/stories260K");
    JsonNode golden = new ObjectMapper().readTree(directory.resolve("golden.json").toFile());
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.size()).isEqualTo(512);
      assertThat(tokenizer.bos()).isEqualTo(OptionalInt.of(1));
      assertThat(tokenizer.eos()).isEqualTo(OptionalInt.of(2));
      assertThat(golden.get("tokenizer_cases").size()).isPositive();
      for (JsonNode test : golden.get("tokenizer_cases")) {
        String text = test.get("text").textValue();
        int[] ids = ints(test.get("ids_with_special"));
        assertThat(tokenizer.encode(text, true)).as(text).isEqualTo(ids);
        assertThat(tokenizer.encode(text, false)).isEqualTo(ints(test.get("ids_no_special")));
        List<String> pieces =
            StreamSupport.stream(test.get("tokens").spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
        assertThat(Arrays.stream(ints(test.get("ids_no_special"))).mapToObj(tokenizer::piece))
            .isEqualTo(pieces);
        assertThat(tokenizer.decode(ids, true))
            .isEqualTo(test.get("decoded_skip_special").textValue());
      }
    }
  }

  /** The expected encodings of OpenAI's r50k, which is GPT-2's vocabulary. */
  @Test
  void givesTheIdsOfTiktokenForGpt2() throws IOException {
    Path gpt2 = Shared.path("data/tokenizers/gpt2/tokenizer.json");
    String csv =
        Files.readString(Shared.path("data/tokenizers/tiktoken-r50k/r50k_base_encodings.csv"));
    Matcher row =
        Pattern.compile(
                "(?:\"((?:[^\"]|\"\")*)\"|([^,\"\n]*)),\"?\\[([0-9, ]*)]\"?,\"?\\[[0-9, ]*]\"?\r?\n")
            .matcher(csv);
    int rows = 0;
    try (Tokenizer tokenizer = Tokenizer.open(gpt2)) {
      assertThat(tokenizer.size()).isEqualTo(50257);
      assertThat(tokenizer.eos()).isEqualTo(OptionalInt.of(50256));
      while (row.find()) {
        String text = row.group(1) == null ? row.group(2) : row.group(1).replace("\"\"", "\"");
        int[] expected =
            Pattern.compile(", *")
                .splitAsStream(row.group(3))
                .filter(number -> !number.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(tokenizer.encode(text, false)).as(text).isEqualTo(expected);
        assertThat(tokenizer.decode(expected, false)).isEqualTo(text);
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(50);
  }

  @Test
  void opensEveryRealTokenizerAndReturnsTheTextItEncoded() {
    String text =
        "Anna  had 3 apples,\n\ttwo \u00e9clairs, \u96ea and \ud83d\ude00 \u0000 in her bag.";
    for (String name :
        List.of("gpt2/tokenizer.json", "gpt-neox/20B_tokenizer.json", "phi3/tokenizer.json")) {
      try (Tokenizer tokenizer = Tokenizer.open(Shared.path("data/tokenizers/" + name))) {
        assertThat(tokenizer.decode(tokenizer.encode(text, false), false)).as(name).isEqualTo(text);
        assertThat(tokenizer.eos()).isPresent();
      }
    }
  }

  @Test
  void neverTruncates() {
    try (Tokenizer tokenizer = Tokenizer.open(Shared.path("data/tokenizers/gpt2"))) {
      String text = " apple".repeat(20_000);
      assertThat(tokenizer.encode(text, true)).hasSize(20_000);
      List<String> texts = IntStream.range(0, 100).mapToObj(" apple"::repeat).toList();
      List<int[]> all = tokenizer.encodeAll(texts, false);
      assertThat(all.stream().map(ids -> ids.length).toList())
          .isEqualTo(IntStream.range(0, 100).boxed().toList());
    }
  }

  @Test
  void readsLoneSurrogatesAsReplacementCharacters() {
    try (Tokenizer tokenizer = Tokenizer.open(Shared.path("data/tokenizers/gpt2"))) {
      int[] ids = tokenizer.encode("a\ud800b \ud83d\ude00 \udc00", false);
      assertThat(tokenizer.decode(ids, false)).isEqualTo("a\ufffdb \ud83d\ude00 \ufffd");
    }
  }

  @Test
  void refusesAnUnsoundFileInOneLineThatNamesIt() {
    Path bad = Shared.path("data/tokenizers/invalid-llama2/tokenizer.json");
    assertThatThrownBy(() -> Tokenizer.open(bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(bad.toString())
        .hasMessageContaining("18918")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesMissingAndBrokenFiles(@TempDir Path directory) throws IOException {
    List<String> broken =
        new ArrayList<>(List.of("", "{", "[]", "{}", "{\"model\": {\"vocab\": {\"a\": -1}}}"));
    broken.add("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": \"x\"}, \"merges\": []}}");
    broken.add("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 99999999}, \"merges\": []}}");
    broken.add("{\"model\": {\"type\": \"Nonsense\", \"vocab\": {\"a\": 0}, \"merges\": []}}");
    assertThatThrownBy(() -> Tokenizer.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tokenizer.json: there is no such tokenizer file");
    for (String json : broken) {
      Path file = Files.writeString(directory.resolve("tokenizer.json"), json);
      assertThatThrownBy(() -> Tokenizer.open(directory))
          .as(json)
          .isInstanceOf(InputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
  }
}
