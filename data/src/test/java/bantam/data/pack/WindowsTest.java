package bantam.data.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.Shared;
import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import bantam.recipes.Packing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsTest {
  private static final List<String> TEXTS = List.of("ab", "", "c\u00e9d", "efghij");

  @TempDir Path directory;

  private static Corpus corpus(List<String> texts) {
    return () -> texts.stream().map(Document::new);
  }

  /** Every byte is a token of its own, so that lengths can be counted by hand. */
  private Tokenizer bytes() {
    BpeTrainer.train(
        Stream.of("x"), new BpeTrainer.Options(257, 2, List.of("<|endoftext|>")), directory);
    return Tokenizer.open(directory);
  }

  @Test
  void laysDocumentsEndToEndWithASeparatorBeforeEachAndAtTheEnd() {
    try (Tokenizer tokenizer = bytes()) {
      Tokenized text = Tokenized.of(corpus(TEXTS), tokenizer);
      Windows windows = Windows.of(text, 5, false);
      // |ab||cXXd|efghij| where | is the separator and X half of an accented letter
      assertThat(text.tokens()).isEqualTo(5 + 2 + 4 + 6);
      assertThat(windows.targets()).isEqualTo(16);
      assertThat(windows.bytes()).isEqualTo(12);
      assertThat(text.documents()).isEqualTo(4);
      assertThat(windows.count()).isEqualTo(4);
      int[] ids = new int[6];
      int[] documents = new int[6];
      windows.ids(0, ids);
      windows.documents(0, documents);
      assertThat(pieces(tokenizer, ids)).isEqualTo("|ab||c");
      assertThat(documents).containsExactly(0, 0, 0, 1, 2, 2);
      windows.ids(1, ids);
      windows.documents(1, documents);
      assertThat(documents).containsExactly(2, 2, 2, 2, 3, 3);
      windows.ids(3, ids);
      windows.documents(3, documents);
      assertThat(pieces(tokenizer, ids)).isEqualTo("fghij|");
      assertThat(documents).containsExactly(3, 3, 3, 3, 3, 3);
      assertThat(IntStream.range(0, 4).map(windows::fresh)).containsExactly(5, 5, 5, 1);
    }
  }

  private static String pieces(Tokenizer tokenizer, int[] ids) {
    return tokenizer.decode(ids, false).replace("<|endoftext|>", "|");
  }

  @Test
  void freshTargetsCoverTheTextExactlyOnce() {
    try (Tokenizer tokenizer = bytes()) {
      for (int context = 1; context < 17; context++) {
        Windows windows = Windows.of(corpus(TEXTS), tokenizer, context);
        int[] ids = new int[context + 1];
        StringBuilder text = new StringBuilder("|");
        for (int w = 0; w < windows.count(); w++) {
          windows.ids(w, ids);
          int[] fresh = Arrays.copyOfRange(ids, context + 1 - windows.fresh(w), context + 1);
          for (int id : fresh) {
            text.append(id == 0 ? "|" : tokenizer.piece(id));
          }
        }
        assertThat(text.toString()).isEqualTo("|ab||c\u00c3\u00a9d|efghij|");
      }
    }
  }

  /** A Llama tokenizer's template begins texts with BOS, and so the model learned their ends. */
  @Test
  void partsDocumentsAsTheTokenizersTemplateDoes() {
    try (Tokenizer tokenizer = Tokenizer.open(Shared.path("reference/golden/stories260K"))) {
      Windows windows = Windows.of(corpus(List.of("Once upon a time", "Once")), tokenizer, 7);
      int[] ids = new int[8];
      windows.ids(0, ids);
      assertThat(ids).containsExactly(1, 403, 407, 261, 378, 1, 403, 1);
    }
  }

  @Test
  void refusesTextShorterThanAWindow() {
    try (Tokenizer tokenizer = bytes()) {
      assertThatThrownBy(() -> Windows.of(corpus(TEXTS), tokenizer, 17))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("17 tokens");
      assertThat(Windows.of(corpus(TEXTS), tokenizer, 16).count()).isEqualTo(1);
    }
  }

  @Test
  void everyEpochTakesEachWindowOnceInAnOrderOfItsOwn() {
    for (int count : new int[] {1, 2, 3, 7, 64, 1000}) {
      int[] first = Batches.windows(count, 5, 0, count);
      int[] second = Batches.windows(count, 5, 1, count);
      assertThat(Arrays.stream(first).sorted())
          .isEqualTo(IntStream.range(0, count).boxed().toList());
      assertThat(Arrays.stream(second).sorted())
          .isEqualTo(IntStream.range(0, count).boxed().toList());
      if (count > 60) {
        assertThat(first).isNotEqualTo(second).isNotEqualTo(Batches.windows(count, 6, 0, count));
        long fixed = IntStream.range(0, count).filter(i -> first[i] == i).count();
        assertThat(fixed).isLessThan(8);
      }
    }
  }

  @Test
  void aStepsWindowsDoNotDependOnTheStepsBefore() {
    int[] all = Batches.windows(10, 3, 0, 40);
    for (int step = 0; step < 10; step++) {
      assertThat(Batches.windows(10, 3, step, 4))
          .isEqualTo(Arrays.copyOfRange(all, 4 * step, 4 * step + 4));
    }
  }

  @Test
  void inputsAndTargetsAreOneTokenApartAndDocumentsAreNumberedWhereAttentionStaysWithin() {
    try (Tokenizer tokenizer = bytes()) {
      Tokenized text = Tokenized.of(corpus(TEXTS), tokenizer);
      Sequence stream = Rows.of(text, 5, Packing.STREAM).sequence(0);
      assertThat(pieces(tokenizer, stream.ids())).isEqualTo("|ab||");
      assertThat(pieces(tokenizer, stream.targets())).isEqualTo("ab||c");
      assertThat(stream.documents()).isEmpty();
      Sequence confined = Rows.of(text, 5, Packing.STREAM_DOCUMENTS).sequence(0);
      // the separators are how their documents end, and so stay targets
      assertThat(confined.ids()).isEqualTo(stream.ids());
      assertThat(confined.targets()).isEqualTo(stream.targets());
      assertThat(confined.documents()).containsExactly(0, 0, 0, 1, 2);
    }
  }

  @Test
  void behindATemplateThatEndsDocumentsTheNextOnesBeginIsNoTarget() {
    Fixed text = new Fixed(new int[] {1, 7, 2, 1, 8, 9, 2}, new int[] {0, 3}, false, Set.of());
    Rows rows = Rows.of(text, 6, Packing.STREAM_DOCUMENTS);
    assertThat(rows.sequence(0).targets()).containsExactly(7, 2, Sequence.IGNORED, 8, 9, 2);
    assertThat(rows.targets()).isEqualTo(5);
    assertThat(Rows.of(text, 6, Packing.STREAM).targets()).isEqualTo(6);
  }

  @Test
  void windowsWithoutAPredictionThatCountsAreLeftOut() {
    int[] ids = IntStream.range(0, 13).toArray();
    Fixed text = new Fixed(ids, new int[] {0}, true, Set.of(0, 1, 2, 3, 5, 7, 8, 9));
    Rows rows = Rows.of(text, 3, Packing.STREAM);
    assertThat(rows.count()).isEqualTo(2);
    assertThat(rows.sequence(0).targets()).containsExactly(4, Sequence.IGNORED, 6);
    assertThat(rows.sequence(1).targets()).containsExactly(10, 11, 12);
    assertThat(rows.targets()).isEqualTo(5);
    Fixed nothing = new Fixed(ids, new int[] {0}, true, text.masked);
    IntStream.range(0, 13).forEach(nothing.masked::add);
    for (Packing packing : Packing.values()) {
      assertThatThrownBy(() -> Rows.of(nothing, 3, packing))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no token whose prediction counts");
    }
  }
}
