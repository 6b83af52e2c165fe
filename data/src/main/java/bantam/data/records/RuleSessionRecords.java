package bantam.data.records;

import bantam.data.corpus.JsonLine;
import bantam.data.world.Dice;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Conversations of several turns under the same rules, which a program can check; each turn is a
 * record. Fields: {@code system}, the rules in words; {@code dialogue}, the turns before with
 * answers that keep them; {@code user}, what is asked now; {@code answer}, one that keeps them;
 * {@code rules}, the list of them as {@link bantam.data.rules.Rules} reads it; {@code session}.
 *
 * @see <a href="https://arxiv.org/abs/2408.10943">SysBench</a>, 500 system messages with five turns
 *     each. Ours are made by templates, their rules hold for every turn, and what stands before a
 *     turn is a right answer instead of the model's own, so that turns can be asked in any order
 */
final class RuleSessionRecords implements RecordSource {
  /** The keys of {@code use: rule-sessions}. */
  record Options(
      @Key(value = "conversations", preset = "64", min = 1) int sessions,
      @Key(value = "turns of each", preset = "5", min = 1, max = 12) int turns,
      @Key(value = "rules of each", preset = "3", min = 1, max = 5) int rules,
      @Key(value = "seed of what is drawn", preset = "17") long seed) {}

  private static final List<String> THINGS =
      List.of(
          "a harbour",
          "the moon",
          "a market",
          "the winter",
          "a bakery",
          "the river",
          "a garden",
          "the night train",
          "a lighthouse",
          "the forest",
          "an old bridge",
          "a violin");
  private static final List<String> REQUESTS =
      List.of("Tell me about %s.", "What is %s like?", "Describe %s to me.", "What about %s?");
  private static final List<String> LOOKS =
      List.of("quiet", "bright", "busy", "small", "pretty", "cold", "wide", "strange");
  private static final List<String> OPENINGS = List.of("Well", "Sure", "Ah", "Right", "So");
  private static final List<String> CLOSINGS =
      List.of("thanks.", "goodbye.", "that is all.", "ask me more.");
  private static final List<String> WORDS = List.of("friend", "captain", "stranger", "traveller");

  /**
   * The rules of a session, each of which may be there or not.
   *
   * @param inOrder the kinds that are, from 0 to 4
   * @param opening that an answer begins with
   * @param closing that it ends with
   * @param word that it holds
   * @param words that it has at most
   * @param lower whether all letters are small; else all are capital ones
   */
  private record Rulebook(
      List<Integer> inOrder,
      String opening,
      String closing,
      String word,
      int words,
      boolean lower) {
    private static final int CASE = 4;

    static Rulebook draw(int count, Dice dice) {
      List<Integer> kinds = dice.some(count, List.of(0, 1, 2, 3, CASE)).stream().sorted().toList();
      return new Rulebook(
          kinds,
          dice.pick(OPENINGS),
          dice.pick(CLOSINGS),
          dice.pick(WORDS),
          14 + dice.roll(7),
          dice.roll(2) == 0);
    }

    private String cased(String text) {
      if (!inOrder.contains(CASE)) {
        return text;
      }
      return lower ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
    }

    private String inWords(int kind) {
      return switch (kind) {
        case 0 -> "begins with \"%s\"".formatted(cased(opening));
        case 1 -> "ends with \"%s\"".formatted(cased(closing));
        case 2 -> "holds the word \"%s\"".formatted(cased(word));
        case 3 -> "has at most %d words".formatted(words);
        default -> lower ? "has no capital letters" : "is in capital letters only";
      };
    }

    private String rule(int kind) {
      return switch (kind) {
        case 0 -> "starts-with: " + cased(opening);
        case 1 -> "ends-with: " + cased(closing);
        case 2 -> "contains: " + cased(word);
        case 3 -> "max-words: " + words;
        default -> lower ? "lower-case" : "upper-case";
      };
    }

    String system() {
      return inOrder.stream()
          .map(this::inWords)
          .collect(Collectors.joining("; it ", "Keep to this in every answer: it ", "."));
    }

    List<String> rules() {
      return inOrder.stream().map(this::rule).toList();
    }

    /** Keeps all of them, and in 14 words at most. */
    String answer(String thing, String look) {
      String middle = "%s is %s".formatted(thing, look);
      return cased(
          (inOrder.contains(0) ? opening + ", " + middle : capitalised(middle))
              + (inOrder.contains(2) ? ", " + word : "")
              + (inOrder.contains(1) ? ", " + closing : "."));
    }

    private static String capitalised(String text) {
      return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
  }

  private final Options options;

  RuleSessionRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return IntStream.range(0, options.sessions()).boxed().flatMap(this::session);
  }

  private Stream<JsonLine> session(int index) {
    Dice dice = new Dice(options.seed(), "rules of a session", index);
    Rulebook book = Rulebook.draw(options.rules(), dice);
    List<JsonLine> turns = new ArrayList<>();
    StringBuilder dialogue = new StringBuilder();
    for (String thing : dice.some(options.turns(), THINGS)) {
      String user = dice.pick(REQUESTS).formatted(thing);
      String answer = book.answer(thing, dice.pick(LOOKS));
      ObjectNode record =
          JsonNodeFactory.instance
              .objectNode()
              .put("session", Integer.toString(index))
              .put("system", book.system())
              .put("dialogue", dialogue.toString())
              .put("user", user)
              .put("answer", answer);
      ArrayNode rules = record.putArray("rules");
      book.rules().forEach(rules::add);
      turns.add(new JsonLine("session %d, turn %d".formatted(index, turns.size()), record));
      dialogue.append("User: %s\nAssistant: %s\n".formatted(user, answer));
    }
    return turns.stream();
  }
}
