package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import bantam.runners.evaluate.Pairs.Texts;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final int BOS = 1;

  /** One token per character; specials add BOS, as Llama's tokenizer does. */
  private static final Pairs.Encoder WITH_BOS =
      (texts, specials) ->
          texts.stream()
              .map(
                  text ->
                      IntStream.concat(
                              specials ? IntStream.of(BOS) : IntStream.empty(), text.chars())
                          .toArray())
              .toList();

  private static final Pairs.Encoder WITHOUT_BOS =
      (texts, specials) -> texts.stream().map(text -> text.chars().toArray()).toList();

  @Test
  void movesWhiteSpaceToTheContinuation() {
    assertThat(new Texts("a b \n\u00a0", "c").moved()).isEqualTo(new Texts("a b", " \n\u00a0c"));
    assertThat(pair("a ", "b", WITH_BOS))
        .isEqualTo(Pair.of(new int[] {BOS, 'a'}, new int[] {' ', 'b'}));
  }

  @Test
  void scoresAnEmptyContextBehindThePrefix() {
    assertThat(pair("", "b", WITH_BOS)).isEqualTo(Pair.of(new int[] {BOS}, new int[] {'b'}));
    assertThat(pair("", "\u0001b", WITH_BOS)).isEqualTo(Pair.of(new int[] {BOS}, new int[] {'b'}));
    assertThat(pair("\n", "b", WITHOUT_BOS))
        .isEqualTo(Pair.of(new int[] {BOS}, new int[] {'\n', 'b'}));
  }

  @Test
  void splitsWhereTheContextAloneEnds() {
    // a tokenizer that merges "ab": the context's own tokens stay, the whole's first ones go
    Pairs.Encoder merging =
        (texts, specials) ->
            texts.stream().map(text -> text.replace("ab", "X").chars().toArray()).toList();
    assertThat(pair("ca", "bd", merging)).isEqualTo(Pair.of(new int[] {'c', 'a'}, new int[] {'d'}));
  }

  @Test
  void refusesAContinuationWithoutTokens() {
    assertThatThrownBy(() -> pair("a", "", WITH_BOS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no tokens of its own");
  }

  @Test
  void keepsTheOrderOfTheRequests() {
    List<Texts> requests =
        List.of(new Texts("a", "b"), new Texts("", "c"), new Texts("d", "e"), new Texts("", "f"));
    assertThat(Pairs.encode(requests, WITH_BOS, BOS))
        .extracting(pair -> pair.continuation()[0])
        .containsExactly((int) 'b', (int) 'c', (int) 'e', (int) 'f');
  }

  @Test
  void cutsOnTheLeft() {
    Pair pair = Pair.of(new int[] {1, 2, 3, 4}, new int[] {5, 6});
    assertThat(pair.within(5)).isEqualTo(pair);
    assertThat(pair.within(3)).isEqualTo(Pair.of(new int[] {3, 4}, new int[] {5, 6}));
    assertThat(pair.within(1)).isEqualTo(Pair.of(new int[] {5}, new int[] {6}));
    assertThat(pair.within(3).input()).containsExactly(3, 4, 5);
    assertThat(pair.within(3).first()).isEqualTo(1);
  }

  private static Pair pair(String context, String continuation, Pairs.Encoder encoder) {
    return Pairs.encode(List.of(new Texts(context, continuation)), encoder, BOS).get(0);
  }
}
