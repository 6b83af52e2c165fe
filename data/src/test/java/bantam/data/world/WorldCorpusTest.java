package bantam.data.world;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldCorpusTest {
  static List<String> read(WorldCorpus.Domain domain, int documents, Split split, long seed) {
    var options = new WorldCorpus.Options(domain, documents, split, seed, 1, 0);
    try (Stream<Document> all = new WorldCorpus(options).documents()) {
      return all.map(Document::text).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noDocumentIsInTwoSplits(WorldCorpus.Domain domain) {
    Set<String> seen = new HashSet<>();
    int kept = 0;
    for (Split split : Split.values()) {
      Set<String> own = new HashSet<>(read(domain, 5_000, split, 1));
      // Next to none twice within a split either: the world is large enough.
      assertThat(own).hasSizeGreaterThan(4_975);
      kept += own.size();
      seen.addAll(own);
    }
    assertThat(seen).hasSize(kept);
  }

  @ParameterizedTest
  @EnumSource
  void documentsAreShortAndAllDifferentlyLong(WorldCorpus.Domain domain) {
    List<String> documents = read(domain, 2_000, Split.TRAIN, 1);
    assertThat(documents).allSatisfy(d -> assertThat(Words.count(d)).isBetween(60, 150));
    assertThat(documents.stream().map(Words::count).distinct().count()).isGreaterThan(40);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameTextAndAnotherSeedAnotherWorld(WorldCorpus.Domain domain) {
    List<String> documents = read(domain, 50, Split.TEST, 1);
    assertThat(read(domain, 50, Split.TEST, 1)).isEqualTo(documents);
    assertThat(read(domain, 80, Split.TEST, 1).subList(0, 50)).isEqualTo(documents);
    assertThat(read(domain, 50, Split.TEST, 2)).doesNotContainAnyElementsOf(documents);
  }

  @ParameterizedTest
  @EnumSource
  void textsAreWellFormed(WorldCorpus.Domain domain) {
    for (String text : read(domain, 2_000, Split.TRAIN, 3)) {
      assertThat(text)
          .matches("(?s)[A-Z\"].*[.!\"]")
          .doesNotContain("  ", " .", " ,", "..", "{", "}", "#", "null", " one apples", " a a");
      assertThat(text.chars()).allMatch(c -> c < 128);
    }
  }

  /**
   * Counted as pairs of words, the two registers hardly overlap: there is something to adapt to.
   */
  @Test
  void theDomainsAreDifferent() {
    Set<String> village = pairs(WorldCorpus.Domain.VILLAGE);
    Set<String> harbour = pairs(WorldCorpus.Domain.HARBOUR);
    Set<String> both = new HashSet<>(village);
    both.retainAll(harbour);
    assertThat(both.size()).isLessThan(harbour.size() / 50);
  }

  private static Set<String> pairs(WorldCorpus.Domain domain) {
    Set<String> pairs = new HashSet<>();
    for (String text : read(domain, 500, Split.TRAIN, 1)) {
      String[] words = text.split("\\s+", -1);
      for (int i = 1; i < words.length; i++) {
        pairs.add(words[i - 1] + " " + words[i]);
      }
    }
    return pairs;
  }
}
