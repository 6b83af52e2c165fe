package bantam.data.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.items.Item;
import bantam.recipes.RecipeException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorldItemsTest {
  private static final String TRAINING = training(WorldCorpus.Domain.VILLAGE);
  private static final String HARBOUR = training(WorldCorpus.Domain.HARBOUR);

  private static String training(WorldCorpus.Domain domain) {
    return String.join("\n\n", WorldCorpusTest.read(domain, 4_000, Split.TRAIN, 1));
  }

  private static WorldItems.Options options(
      WorldItems.Kind kind, WorldCorpus.Domain domain, int items) {
    return new WorldItems.Options(kind, domain, items, 0, Split.TEST, 1, 1);
  }

  static Stream<WorldItems.Options> tasks() {
    return Stream.concat(
        Arrays.stream(WorldItems.Kind.values())
            .map(
                kind ->
                    options(
                        kind,
                        WorldCorpus.Domain.VILLAGE,
                        kind == WorldItems.Kind.CAUSE ? 120 : 200)),
        Stream.of(
            options(WorldItems.Kind.FACTS, WorldCorpus.Domain.HARBOUR, 120),
            options(WorldItems.Kind.ARITHMETIC, WorldCorpus.Domain.HARBOUR, 100)));
  }

  private static String text(WorldItems.Options options) {
    return options.domain() == WorldCorpus.Domain.VILLAGE ? TRAINING : HARBOUR;
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyPlaceIsRightEquallyOftenAndChanceIsExact(WorldItems.Options options) {
    WorldItems source = new WorldItems(options);
    List<Item> items = source.items().toList();
    assertThat(items).hasSize(options.items()).isEqualTo(source.items().toList());
    assertThat(items).allSatisfy(item -> assertThat(item.choices()).doesNotHaveDuplicates());
    assertThat(items.stream().map(Item::id)).doesNotHaveDuplicates();
    assertThat(items.stream().map(item -> item.prompts().get(0))).doesNotHaveDuplicates();
    assertThat(items.stream().mapToDouble(item -> 1.0 / item.choices().size()).average())
        .hasValue(source.chance());
    items.stream()
        .collect(Collectors.groupingBy(Item::gold, Collectors.counting()))
        .values()
        .forEach(count -> assertThat(count).isEqualTo(items.size() / options.choices()));
  }

  /** The words of prompts and choices are all known from training, in the same form. */
  @ParameterizedTest
  @MethodSource("tasks")
  void itemsHaveNoWordThatTrainingLacks(WorldItems.Options options) {
    Set<String> words = words(text(options));
    for (Item item : new WorldItems(options).items().toList()) {
      Set<String> missing = words(item.prompts().get(0) + " " + String.join(" ", item.choices()));
      missing.removeAll(words);
      assertThat(missing).as(item.toString()).isEmpty();
    }
  }

  private static Set<String> words(String text) {
    return new HashSet<>(List.of(text.split("[^A-Za-z0-9]+", -1)));
  }

  /** No choice gives itself away: as an answer each occurs about as often wrong as right. */
  @ParameterizedTest
  @MethodSource("tasks")
  void theLongestChoiceIsNotTheRightOneMoreOftenThanChance(WorldItems.Options options) {
    WorldItems source = new WorldItems(options);
    double longest = 0;
    double shortest = 0;
    for (Item item : source.items().toList()) {
      List<Integer> lengths = item.choices().stream().map(String::length).toList();
      int own = lengths.get(item.gold());
      longest += share(lengths, own, java.util.Collections.max(lengths));
      shortest += share(lengths, own, java.util.Collections.min(lengths));
    }
    assertThat(longest / options.items()).isBetween(source.chance() - 0.15, source.chance() + 0.15);
    assertThat(shortest / options.items())
        .isBetween(source.chance() - 0.15, source.chance() + 0.15);
  }

  private static double share(List<Integer> lengths, int own, int extreme) {
    return own == extreme ? 1.0 / lengths.stream().filter(l -> l == extreme).count() : 0;
  }

  /** A model that learned the stories can answer: they say the right thing often, a wrong never. */
  @Test
  void storiesTellEveryFactThatIsAskedFor() {
    for (var domain : WorldCorpus.Domain.values()) {
      WorldItems.Options options = options(WorldItems.Kind.FACTS, domain, 120);
      for (Item item : new WorldItems(options).items().toList()) {
        for (int choice = 0; choice < item.choices().size(); choice++) {
          String told = item.prompts().get(0) + " " + item.choices().get(choice) + ".";
          int times = text(options).split(java.util.regex.Pattern.quote(told), -1).length - 1;
          if (choice == item.gold()) {
            assertThat(times).as(told).isGreaterThan(20);
          } else {
            assertThat(times).as(told).isZero();
          }
        }
      }
    }
  }

  /** What the other kinds ask about never occurs in training, only its like does. */
  @Test
  void trainingNeverTellsTheAnswersOfTheOtherKinds() {
    for (WorldItems.Options options : tasks().toList()) {
      if (options.kind() == WorldItems.Kind.FACTS) {
        continue;
      }
      int known = 0;
      for (Item item : new WorldItems(options).items().toList()) {
        if (text(options).contains(item.prompts().get(0))) {
          known++;
        }
      }
      if (options.kind() == WorldItems.Kind.AGREEMENT) {
        // Reflexives have no combination to hold out; they are a fifth of the items.
        assertThat(known).isLessThan(options.items() / 3);
      } else if (options.kind() == WorldItems.Kind.CAUSE) {
        // "The ice lay in the sun" names nobody.
        assertThat(known).isLessThan(options.items() / 5);
      } else {
        assertThat(known).as(options.toString()).isZero();
      }
    }
  }

  @Test
  void sumsAreRight() {
    var options = options(WorldItems.Kind.ARITHMETIC, WorldCorpus.Domain.HARBOUR, 100);
    for (Item item : new WorldItems(options).items().toList()) {
      int[] given =
          Arrays.stream(item.prompts().get(0).split("[^0-9]+"))
              .filter(number -> !number.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      boolean more = item.prompts().get(0).matches(".*(landed|lifted|Landed).*");
      int expected = more ? given[0] + given[1] : given[0] - given[1];
      assertThat(item.choices().get(item.gold())).isEqualTo(Integer.toString(expected));
    }
  }

  @Test
  void refusesWhatTheWorldDoesNotHave() {
    assertThatThrownBy(
            () ->
                new WorldItems(options(WorldItems.Kind.FACTS, WorldCorpus.Domain.VILLAGE, 10_000))
                    .items())
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("no more than");
    assertThatThrownBy(() -> options(WorldItems.Kind.ORDER, WorldCorpus.Domain.HARBOUR, 10))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("facts or arithmetic");
    assertThatThrownBy(
            () ->
                new WorldItems.Options(
                    WorldItems.Kind.ORDER, WorldCorpus.Domain.VILLAGE, 10, 4, Split.TEST, 1, 1))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("choices is 4");
  }
}
