package bantam.data.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverlapsTest {
  private static List<Overlap> found(
      List<String> texts, int ngram, int block, List<String> corpus) {
    Overlaps overlaps = new Overlaps(texts, ngram, block);
    corpus.forEach(overlaps::add);
    return overlaps.found();
  }

  private static String words(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  @Test
  void wordsAreComparedWithoutCaseAndPunctuation() {
    assertThat(
            PlainWords.of("  \u201cDon\u2019t\u201d, she-said:\n\u00c9t\u00e9 3.5%\u00a0- $x_1! "))
        .containsExactly("dont", "shesaid", "\u00e9t\u00e9", "35", "x1");
    assertThat(PlainWords.of(" -- \n")).isEmpty();
  }

  /** 20 words, of which 5 to 17 stand in the corpus: of the 8 sequences of 13 words one. */
  @Test
  void tellsHowMuchIsThereAndWhere() {
    List<String> corpus = List.of("a b c", "x y " + words(5, 18) + " z", words(5, 18));
    List<Overlap> found =
        found(List.of(words(0, 20), words(30, 60), words(5, 17), "w5 w6"), 13, 1000, corpus);
    assertThat(found.get(0))
        .isEqualTo(new Overlap(13, 8, 1, Optional.of(new Overlap.Place(1, 2, words(5, 18)))));
    assertThat(found.get(1)).isEqualTo(new Overlap(13, 18, 0, Optional.empty()));
    // shorter than the sequences: the whole; two words tell nothing
    assertThat(found.get(2))
        .isEqualTo(new Overlap(12, 1, 1, Optional.of(new Overlap.Place(1, 2, words(5, 17)))));
    assertThat(found.get(3)).isEqualTo(new Overlap(2, 0, 0, Optional.empty()));
  }

  @Test
  void sequencesDoNotReachOverTheEndsOfDocuments() {
    List<String> corpus = List.of(words(0, 7), words(7, 20), "", words(20, 25));
    List<Overlap> found = found(List.of(words(0, 8), words(12, 21), words(7, 15)), 8, 1000, corpus);
    assertThat(found).extracting(Overlap::found).containsExactly(0, 1, 1);
  }

  @Test
  void blocksOfAnySizeFindWhatLookingEverywhereDoes() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 200; round++) {
      int kinds = 1 + random.nextInt(3);
      List<String> corpus = texts(random, kinds, 6, 70);
      List<String> texts = texts(random, kinds + random.nextInt(2), 4, 30);
      int ngram = 8 + random.nextInt(3);
      List<Overlap> wanted = texts.stream().map(text -> brute(text, ngram, corpus)).toList();
      for (int block : List.of(2 * ngram, 2 * ngram + 1, 50, 1000)) {
        assertThat(found(texts, ngram, block, corpus)).isEqualTo(wanted);
      }
    }
  }

  private static List<String> texts(SplittableRandom random, int kinds, int most, int longest) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      // mostly one word, so that long sequences come again
      texts.add(
          random
              .ints(random.nextInt(longest), 0, 12)
              .mapToObj(n -> n < 10 ? "a" : "b" + random.nextInt(kinds))
              .collect(Collectors.joining(" ")));
    }
    return texts;
  }

  private static Overlap brute(String text, int ngram, List<String> corpus) {
    List<String> words = PlainWords.of(text);
    int length = Math.min(ngram, words.size());
    int sequences = length < Overlaps.SHORTEST ? 0 : words.size() - length + 1;
    int found = 0;
    Optional<Overlap.Place> first = Optional.empty();
    for (int i = 0; i < sequences; i++) {
      List<String> wanted = words.subList(i, i + length);
      Optional<Overlap.Place> place = place(wanted, corpus);
      found += place.isPresent() ? 1 : 0;
      if (place.isPresent() && (first.isEmpty() || before(place.get(), first.get()))) {
        first = place;
      }
    }
    return new Overlap(length, sequences, found, first);
  }

  private static Optional<Overlap.Place> place(List<String> wanted, List<String> corpus) {
    for (int d = 0; d < corpus.size(); d++) {
      List<String> words = PlainWords.of(corpus.get(d));
      for (int at = 0; at + wanted.size() <= words.size(); at++) {
        if (words.subList(at, at + wanted.size()).equals(wanted)) {
          return Optional.of(new Overlap.Place(d, at, String.join(" ", wanted)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean before(Overlap.Place a, Overlap.Place b) {
    return a.document() < b.document() || (a.document() == b.document() && a.word() < b.word());
  }
}
