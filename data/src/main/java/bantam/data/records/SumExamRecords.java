package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.data.world.Dice;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exams of many numbered sums with their answers, some of them wrong; which ones is to be told.
 * Fields: {@code exam}, one sum a line, and {@code wrong}, the numbers of the wrong ones in order.
 *
 * @see <a href="https://arxiv.org/abs/2406.17588">LongIns</a>; ours asks sums instead of questions
 *     from data sets, and the same kind throughout: with the instruction once it is their GIST,
 *     with {@code before} in front of each sum their LIST; their LIMT, several kinds in one exam,
 *     is left out
 */
final class SumExamRecords implements RecordSource {
  /** The keys of {@code use: longins}. */
  record Options(
      @Key(value = "sums in an exam", min = 1) int questions,
      @Key(value = "wrong ones among them", min = 0) int wrong,
      @Key(value = "exams", preset = "64", min = 1) int exams,
      @Key(value = "text before each sum", preset = "''") String before,
      @Key(value = "seed of what is drawn", preset = "17") long seed) {
    Options {
      checkField(wrong <= questions, "wrong", wrong, "must not be above questions");
    }
  }

  private final Options options;

  SumExamRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return IntStream.range(0, options.exams()).mapToObj(this::exam);
  }

  private JsonLine exam(int index) {
    Dice dice = new Dice(options.seed(), "exam of sums", index);
    List<Integer> numbers = IntStream.rangeClosed(1, options.questions()).boxed().toList();
    List<Integer> wrong = dice.some(options.wrong(), numbers).stream().sorted().toList();
    List<String> lines = new ArrayList<>();
    for (int number : numbers) {
      int left = 10 + dice.roll(90);
      int right = 10 + dice.roll(90);
      int off = wrong.contains(number) ? 1 + dice.roll(9) : 0;
      lines.add(
          "%s%d. %d + %d = %d"
              .formatted(options.before(), number, left, right, left + right + off));
    }
    return new JsonLine(
        "exam " + index,
        JsonNodeFactory.instance
            .objectNode()
            .put("exam", String.join("\n", lines))
            .put("wrong", wrong.stream().map(String::valueOf).collect(Collectors.joining(", "))));
  }
}
