package bantam.data.perturb;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.world.Dice;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every perturbation, and what each changes and leaves. */
class PerturbationsTest {
  private static final String TEXT =
      "Mr. Ash's boat, the \"Otter\", sails at 10:30 with 1,250 crates (3.5 t each); who's aboard?";

  static Stream<Perturbation> all() {
    return Stream.of(
        new Typos(new Typos.Options(0.3)),
        new Spaces(new Spaces.Options(0.5)),
        new Distractor(),
        new ShuffledOptions(),
        new Unpunctuated(),
        named("lower-case"),
        named("upper-case"));
  }

  private static Perturbation named(String name) {
    return Perturbations.ALL.make(new bantam.recipes.Choice(name, new Perturbations.None()));
  }

  private static String changed(Perturbation how, long seed) {
    return new Change(how, seed, "task").text("7", "question", TEXT, true);
  }

  /** Letters, digits and the rest, each in order. */
  private static String only(String text, java.util.function.IntPredicate kind) {
    return text.chars().filter(kind).mapToObj(Character::toString).collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("all")
  void isTheSameForTheSameItem(Perturbation how) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(changed(how, seed)).isEqualTo(changed(how, seed));
    }
    assertThat(new Change(how, 1, "task").order("7", 9))
        .isEqualTo(new Change(how, 1, "task").order("7", 9))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 9).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesNumbers(Perturbation how) {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(only(changed(how, seed), Character::isDigit)).isEqualTo("1030125035");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesAnEmptyText(Perturbation how) {
    String text = how.text("", false, new Dice(1, "test", 0));
    assertThat(text).isEmpty();
  }

  @Test
  void typosChangeLettersOnly() {
    Typos typos = new Typos(new Typos.Options(0.3));
    for (long seed = 0; seed < 50; seed++) {
      String typed = changed(typos, seed);
      assertThat(only(typed, one -> !Character.isLetter(one)))
          .isEqualTo(only(TEXT, one -> !Character.isLetter(one)));
      assertThat(typed).isNotEqualTo(TEXT);
    }
  }

  /** Of 100,000 letters a twentieth: 5,000, with a standard deviation of 69. */
  @Test
  void typosComeAtTheirRate() {
    String text = "ab ".repeat(50_000);
    Typos typos = new Typos(new Typos.Options(0.05));
    String typed = typos.text(text, true, new Dice(3, "test", 0));
    long hit = 0;
    String[] words = typed.split(" ", -1);
    for (int i = 0; i < 50_000; i++) {
      hit += words[i].equals("ab") ? 0 : 1;
    }
    // a word is left alone with probability 0.95^2, and is not hit twice after a swap
    assertThat(hit / 50_000.0).isBetween(0.09, 0.105);
  }

  @Test
  void rateZeroIsTheIdentity() {
    assertThat(changed(new Typos(new Typos.Options(0)), 5)).isEqualTo(TEXT);
    assertThat(changed(new Spaces(new Spaces.Options(0)), 5)).isEqualTo(TEXT);
  }

  @Test
  void spacesChangeSpacesOnly() {
    String spaced = changed(new Spaces(new Spaces.Options(0.5)), 5);
    assertThat(spaced).isNotEqualTo(TEXT);
    assertThat(spaced.replaceAll(" +", " ")).isEqualTo(TEXT);
    assertThat(changed(new Spaces(new Spaces.Options(1)), 5)).isEqualTo(TEXT.replace(" ", "  "));
  }

  @Test
  void dropsTheMarksOfSentences() {
    assertThat(changed(new Unpunctuated(), 0))
        .isEqualTo(
            "Mr Ash's boat the Otter sails at 10:30 with 1,250 crates (3.5 t each) who's aboard");
  }

  @Test
  void changesCase() {
    assertThat(changed(named("upper-case"), 0)).startsWith("MR. ASH'S BOAT");
    assertThat(changed(named("lower-case"), 0)).startsWith("mr. ash's boat");
  }

  @Test
  void aDistractorStandsInFrontOfTheFirstText() {
    Distractor distractor = new Distractor();
    assertThat(changed(distractor, 0)).endsWith(" " + TEXT).doesNotStartWith("Mr.");
    assertThat(distractor.text(TEXT, false, new Dice(1, "test", 0))).isEqualTo(TEXT);
  }

  @Test
  void itemsDoNotDependOnEachOther() {
    Change change = new Change(new Typos(new Typos.Options(0.5)), 17, "task");
    assertThat(change.text("0", "question", TEXT, true))
        .isNotEqualTo(change.text("1", "question", TEXT, true));
    assertThat(change.text("0", "question", TEXT, true))
        .isNotEqualTo(change.text("0", "passage", TEXT, true));
  }

  @Test
  void anotherRateHasAnotherName() {
    assertThat(
            List.of(
                new Typos(new Typos.Options(0.05)).label(),
                new Typos(new Typos.Options(0.2)).label(),
                new Spaces(new Spaces.Options(0.1)).label()))
        .containsExactly("typos", "typos-0.2", "spaces");
  }
}
