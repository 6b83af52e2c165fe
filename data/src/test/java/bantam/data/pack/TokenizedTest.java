package bantam.data.pack;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.Shared;
import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a text counts, token by token. */
class TokenizedTest {
  private static final Document CHAT =
      new Document(
          List.of(
              new Piece("User: caf\u00e9 \ud83d\ude00?\n\nAssistant:", false),
              new Piece(" No.\n\n", true),
              new Piece("User: Why?\n\nAssistant:", false),
              new Piece(" Yes", true)));
  private static final Document PLAIN = new Document("plain");
  private static final Document PROMPT = new Document(List.of(new Piece("only", false)));

  @TempDir Path directory;

  /** The tokens that count, in brackets; a separator is a bar. */
  private static String marked(Tokenized text, Tokenizer tokenizer, int separator) {
    int[] ids = new int[(int) text.tokens()];
    text.ids(0, ids.length, ids);
    return IntStream.range(0, ids.length)
        .mapToObj(
            i -> {
              String piece =
                  ids[i] == separator ? "|" : tokenizer.decode(new int[] {ids[i]}, false);
              return text.counts(i) ? "[" + piece + "]" : piece;
            })
        .collect(Collectors.joining());
  }

  @Test
  void theAssistantsTokensAndTheEndsOfItsTurnsCount() {
    BpeTrainer.train(
        Stream.of("x"), new BpeTrainer.Options(257, 2, List.of("<|endoftext|>")), directory);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      Tokenized text = Tokenized.of(() -> Stream.of(CHAT, PROMPT, PLAIN), tokenizer);
      String marked = marked(text, tokenizer, 0);
      assertThat(marked)
          .contains("Assistant:[ ][N][o][.][\n][\n]User: Why?\n\nAssistant:[ ][Y][e][s][|]only|[p]")
          .endsWith("[n][|]");
      // " No.\n\n", " Yes", "plain" and the two ends; the prompt's end does not count
      assertThat(text.targets()).isEqualTo(6 + 4 + 5 + 2);
      assertThat(text.bytes()).isEqualTo(6 + 4 + 5);
      assertThat(text.masked()).isTrue();
      assertThat(text.documentAt(text.start(1) - 1)).isZero();
      assertThat(text.documentAt(text.start(1))).isEqualTo(1);
      assertThat(text.documentAt(text.tokens() - 1)).isEqualTo(2);
    }
  }

  /** Tokens of several characters: one on a seam goes with the later piece. */
  @Test
  void theTokensAreThoseOfTheWholeTextHoweverItIsCut() {
    for (String name : List.of("data/tokenizers/gpt2", "reference/golden/stories260K")) {
      try (Tokenizer tokenizer = Tokenizer.open(Shared.path(name))) {
        Tokenized cut = Tokenized.of(() -> Stream.of(CHAT, CHAT), tokenizer);
        Document joined = new Document(CHAT.text());
        Tokenized whole = Tokenized.of(() -> Stream.of(joined, joined), tokenizer);
        int[] one = new int[(int) cut.tokens()];
        int[] other = new int[(int) whole.tokens()];
        cut.ids(0, one.length, one);
        whole.ids(0, other.length, other);
        assertThat(one).isEqualTo(other);
        assertThat(whole.masked()).isFalse();
        int separator = other[0];
        String marked = marked(cut, tokenizer, separator);
        assertThat(marked.replace("][", "").replace("\u2581", " "))
            .contains("Why?\n\nAssistant:[")
            .containsPattern("\\[ ?Yes\\|\\]");
        assertThat(cut.counts(0)).isEqualTo(true);
      }
    }
  }
}
