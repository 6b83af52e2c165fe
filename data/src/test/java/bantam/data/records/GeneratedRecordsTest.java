package bantam.data.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.corpus.JsonLine;
import bantam.data.rules.Rules;
import bantam.recipes.RecipeException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records that are made by rules, each answered here by other means. */
class GeneratedRecordsTest {
  private static List<JsonLine> all(RecordSource source) {
    try (Stream<JsonLine> records = source.records()) {
      return records.toList();
    }
  }

  /** The family as people: everybody who is a girl and not the brother himself. */
  @Test
  void countsTheSistersOfABrother() {
    List<JsonLine> records =
        all(
            new AliceRecords(
                new AliceRecords.Options(List.of("Ann"), List.of(1, 3), List.of(1, 6))));
    assertThat(records).hasSize(4);
    for (JsonLine record : records) {
      int brothers = Integer.parseInt(record.text("brothers").split(" ", -1)[0]);
      int sisters = Integer.parseInt(record.text("sisters").split(" ", -1)[0]);
      List<String> family =
          Stream.concat(
                  Stream.generate(() -> "boy").limit(brothers),
                  Stream.generate(() -> "girl").limit(sisters + 1L))
              .toList();
      long girls = family.subList(1, family.size()).stream().filter("girl"::equals).count();
      assertThat(record.text("answer")).isEqualTo(Long.toString(girls));
      assertThat(record.text("trap")).isEqualTo(Integer.toString(sisters));
    }
    assertThat(records.get(0).text("brothers")).isEqualTo("1 brother");
    assertThat(records.get(3).text("sisters")).isEqualTo("6 sisters");
  }

  @Test
  void asksForAnotherEnding() {
    List<String> sayings =
        List.of("Haste makes waste", "Better late than never", "Like it or lump it");
    MemoTrapRecords.Options options = new MemoTrapRecords.Options(sayings, 2, 17);
    List<JsonLine> records = all(new MemoTrapRecords(options));
    assertThat(records).hasSize(6);
    for (JsonLine record : records) {
      assertThat(sayings).contains(record.text("saying") + " " + record.text("known"));
      assertThat(List.of("waste", "never", "it")).contains(record.text("asked"));
      assertThat(record.text("asked")).isNotEqualTo(record.text("known"));
    }
    assertThat(records.get(0).text("asked")).isNotEqualTo(records.get(1).text("asked"));
    assertThat(all(new MemoTrapRecords(options))).isEqualTo(records);
    assertThatThrownBy(() -> new MemoTrapRecords.Options(sayings, 3, 17))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("must have more of them than each, which is 3");
  }

  /** Every sum is added up again. */
  @Test
  void tellsWhichSumsAreWrong() {
    for (JsonLine record : all(new SumExamRecords(new SumExamRecords.Options(20, 5, 30, "", 17)))) {
      Matcher sum =
          Pattern.compile("(\\d+)\\. (\\d+) \\+ (\\d+) = (\\d+)").matcher(record.text("exam"));
      TreeSet<Integer> wrong = new TreeSet<>();
      int sums = 0;
      while (sum.find()) {
        sums++;
        int whole = Integer.parseInt(sum.group(2)) + Integer.parseInt(sum.group(3));
        if (whole != Integer.parseInt(sum.group(4))) {
          wrong.add(Integer.parseInt(sum.group(1)));
        }
      }
      assertThat(sums).isEqualTo(20);
      assertThat(wrong).hasSize(5);
      assertThat(record.text("wrong"))
          .isEqualTo(wrong.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  @Test
  void putsAFactFarFromTheEnd() {
    for (JsonLine record : all(new FarFactRecords(new FarFactRecords.Options(100, 16, 20, 17)))) {
      String fact =
          "The code of the " + record.text("box") + " box is " + record.text("code") + ".";
      String[] around = record.text("text").split(Pattern.quote(fact), -1);
      assertThat(around).hasSize(2);
      long behind = Arrays.stream(around[1].split(" ", -1)).filter(word -> !word.isEmpty()).count();
      assertThat(record.object().get("distance").longValue()).isEqualTo(behind);
      assertThat(behind).isBetween(100L, 112L);
    }
  }

  /** The answers that stand in the conversations keep every rule, and another one breaks them. */
  @Test
  void makesConversationsUnderRules() {
    for (int rules = 1; rules <= 5; rules++) {
      List<JsonLine> records =
          all(new RuleSessionRecords(new RuleSessionRecords.Options(30, 5, rules, 17)));
      assertThat(records).hasSize(150);
      for (int turn = 0; turn < records.size(); turn++) {
        JsonLine record = records.get(turn);
        assertThat(record.text("session")).isEqualTo(Integer.toString(turn / 5));
        assertThat(record.text("dialogue").split("User: ", -1)).hasSize(1 + turn % 5);
        assertThat(record.field("rules")).hasSize(rules);
        if (turn % 5 > 0) {
          JsonLine before = records.get(turn - 1);
          assertThat(record.text("system")).isEqualTo(before.text("system"));
          assertThat(record.text("dialogue"))
              .endsWith("Assistant: " + before.text("answer") + "\n");
        }
        record
            .field("rules")
            .forEach(
                rule -> {
                  assertThat(Rules.parse(rule.asText()).test(record.text("answer"))).isTrue();
                  assertThat(Rules.parse(rule.asText()).test("One Two Three ".repeat(8))).isFalse();
                });
      }
    }
  }
}
