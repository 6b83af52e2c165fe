package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A girl with N brothers and M sisters, for all numbers that are asked for: her brother has M + 1
 * sisters, and M is what models say. Fields: {@code name}, {@code brothers} and {@code sisters} in
 * words such as {@code 3 brothers}, {@code answer}, {@code trap}.
 *
 * @see <a href="https://arxiv.org/abs/2406.02061">Nezhurina et al. 2024</a>
 */
final class AliceRecords implements RecordSource {
  /** The keys of {@code use: aiw}. */
  record Options(
      @Key(value = "names of girls", preset = "[Alice]") List<String> names,
      @Key(value = "numbers of brothers", preset = "[1, 2, 3, 4, 5, 6, 7, 8]", min = 1)
          List<Integer> brothers,
      @Key(value = "numbers of sisters", preset = "[1, 2, 3, 4, 5, 6, 7, 8]", min = 1)
          List<Integer> sisters) {
    Options {
      names = List.copyOf(names);
      brothers = List.copyOf(brothers);
      sisters = List.copyOf(sisters);
      checkField(!names.isEmpty(), "names", "[]", "must hold a name");
      checkField(!brothers.isEmpty(), "brothers", "[]", "must hold a number");
      checkField(!sisters.isEmpty(), "sisters", "[]", "must hold a number");
    }
  }

  private final Options options;

  AliceRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    List<JsonLine> records = new ArrayList<>();
    for (String name : options.names()) {
      for (int brothers : options.brothers()) {
        for (int sisters : options.sisters()) {
          records.add(new JsonLine("aiw item " + records.size(), girl(name, brothers, sisters)));
        }
      }
    }
    return records.stream();
  }

  private static ObjectNode girl(String name, int brothers, int sisters) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("brothers", counted(brothers, "brother"))
        .put("sisters", counted(sisters, "sister"))
        .put("answer", Integer.toString(sisters + 1))
        .put("trap", Integer.toString(sisters));
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
