package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.data.world.Dice;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sayings that are to end in another word than the one that everybody knows. Fields: {@code saying}
 * without its last word, {@code known}, that word, and {@code asked}, the last word of another
 * saying.
 *
 * @see <a href="https://arxiv.org/abs/2306.09479">McKenzie et al. 2023, Memo Trap</a>, whose other
 *     endings were written by hand
 */
final class MemoTrapRecords implements RecordSource {
  /** The keys of {@code use: memo-trap}. */
  record Options(
      @Key("sayings that a model knows by heart, without punctuation at the end")
          List<String> sayings,
      @Key(value = "other endings for each saying", preset = "2", min = 1) int each,
      @Key(value = "seed of what is drawn", preset = "17") long seed) {
    Options {
      sayings = List.copyOf(sayings);
      for (String saying : sayings) {
        checkField(
            saying.strip().contains(" "), "sayings", "'" + saying + "'", "must have several words");
      }
      long endings = sayings.stream().map(MemoTrapRecords::ending).distinct().count();
      checkField(
          endings > each,
          "sayings",
          "a list with " + endings + " different last words",
          "must have more of them than each, which is " + each);
    }
  }

  private final Options options;

  MemoTrapRecords(Options options) {
    this.options = options;
  }

  private static String ending(String saying) {
    return saying.substring(saying.lastIndexOf(' ') + 1);
  }

  @Override
  public Stream<JsonLine> records() {
    List<JsonLine> records = new ArrayList<>();
    List<String> endings =
        options.sayings().stream().map(MemoTrapRecords::ending).distinct().toList();
    for (String saying : options.sayings()) {
      String known = ending(saying);
      List<String> others = endings.stream().filter(word -> !word.equals(known)).toList();
      Dice dice = new Dice(options.seed(), "memo trap", options.sayings().indexOf(saying));
      for (String asked : dice.some(options.each(), others)) {
        records.add(
            new JsonLine(
                "memo trap item " + records.size(),
                JsonNodeFactory.instance
                    .objectNode()
                    .put("saying", saying.substring(0, saying.lastIndexOf(' ')))
                    .put("known", known)
                    .put("asked", asked)));
      }
    }
    return records.stream();
  }
}
