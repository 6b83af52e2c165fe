package bantam.data.records;

import bantam.data.corpus.JsonLine;
import bantam.data.world.Dice;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Texts of everyday sentences with one fact in them, so many words before the end. Fields: {@code
 * text}, {@code box}, the colour of the box that the fact is about, {@code code}, what it says, and
 * {@code distance}, the words between the fact and the end.
 *
 * @see <a href="https://arxiv.org/abs/2311.04939">LooGLE</a>, whose long dependencies are questions
 *     about real documents; ours is their synthetic stand-in, in which distance is all that varies
 */
final class FarFactRecords implements RecordSource {
  private static final List<String> COLOURS = List.of("red", "blue", "green", "black", "white");
  private static final List<String> SENTENCES =
      List.of(
          "The sun was warm and the cat sat by the door.",
          "A boat came in with the tide and left again.",
          "Two children played with a ball behind the house.",
          "The baker sold bread and cakes all morning.",
          "It rained a little, and then the sky was clear.",
          "An old man told a story about the sea.",
          "The dog slept under the tree until the evening.",
          "A girl wrote a letter to a friend far away.");

  /** The keys of {@code use: long-dependency}. */
  record Options(
      @Key(value = "words between the fact and the end, at least", min = 0) int distance,
      @Key(value = "words before the fact, at least", preset = "16", min = 0) int before,
      @Key(value = "texts", preset = "64", min = 1) int texts,
      @Key(value = "seed of what is drawn", preset = "17") long seed) {}

  private final Options options;

  FarFactRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return IntStream.range(0, options.texts()).mapToObj(this::text);
  }

  private JsonLine text(int index) {
    Dice dice = new Dice(options.seed(), "far fact", index);
    String box = dice.pick(COLOURS);
    String code = Integer.toString(1000 + dice.roll(9000));
    List<String> parts = new ArrayList<>(filler(dice, options.before()));
    parts.add("The code of the %s box is %s.".formatted(box, code));
    List<String> behind = filler(dice, options.distance());
    parts.addAll(behind);
    return new JsonLine(
        "text " + index,
        JsonNodeFactory.instance
            .objectNode()
            .put("text", String.join(" ", parts))
            .put("box", box)
            .put("code", code)
            .put("distance", words(behind)));
  }

  /** Whole sentences with so many words at least. */
  private static List<String> filler(Dice dice, int least) {
    List<String> sentences = new ArrayList<>();
    while (words(sentences) < least) {
      sentences.add(dice.pick(SENTENCES));
    }
    return sentences;
  }

  private static int words(List<String> sentences) {
    return sentences.stream().mapToInt(sentence -> sentence.split(" ", -1).length).sum();
  }
}
