package bantam.data.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small sums and differences; those of a split occur in no other. */
final class Arithmetic implements Scene {
  private static final int LARGEST = 10;
  private static final List<String> THINGS =
      List.of("apples", "pears", "plums", "nuts", "shells", "stones", "eggs", "flowers");

  /** Each ends with the sentence that tells the result; {@code #} is where a question stops. */
  private static final List<String> MORE =
      List.of(
          "{n} had {a} {things}. {On} gave {him} {b} more. Now {he} had# {c} {things}.",
          "{n} found {a} {things} and put {b} more to them. That made# {c} {things}.",
          "There were {a} {things} in the basket of {n}. {He} put in {b} more. Then there were# {c}"
              + " {things} in it.");

  private static final List<String> LESS =
      List.of(
          "{n} had {a} {things}. {He} gave {b} of them to {on}. Now {he} had# {c} {things} left.",
          "{n} took {a} {things} along and lost {b} of them. There were still# {c} {things} left.",
          "There were {a} {things} in the basket of {n}. {On} took out {b}. Then there were# {c}"
              + " {things} left in it.");

  /** Operands and result: a + b = c, or a - b = c. */
  private record Sum(boolean more, int a, int b) {
    int c() {
      return more ? a + b : a - b;
    }
  }

  @Override
  public String tell(Cast cast, Dice dice, Split split) {
    return text(cast, dice, split).replace("#", "");
  }

  /** A question, with the results nearest to the right one, and the operands, as wrong answers. */
  Question ask(Cast cast, Dice dice, Split split) {
    Sum sum = draw(dice, split);
    String text = text(cast, dice, sum);
    List<String> others = new ArrayList<>();
    for (int c : new int[] {sum.c() - 1, sum.c() + 1, sum.a(), sum.b(), sum.c() - 2, sum.c() + 2}) {
      if (c >= 1 && c <= LARGEST && c != sum.c() && !others.contains(Words.number(c))) {
        others.add(Words.number(c));
      }
    }
    return new Question(text.substring(0, text.indexOf('#')), Words.number(sum.c()), others);
  }

  private static String text(Cast cast, Dice dice, Split split) {
    return text(cast, dice, draw(dice, split));
  }

  private static String text(Cast cast, Dice dice, Sum sum) {
    Map<String, String> slots = cast.slots();
    slots.put("a", Words.number(sum.a()));
    slots.put("b", Words.number(sum.b()));
    String template = dice.pick(sum.more() ? MORE : LESS);
    String things = dice.pick(THINGS);
    slots.put("things", things);
    slots.put("c", Words.number(sum.c()));
    String text = Words.fill(template, slots);
    return sum.c() == 1 ? singular(text, things) : text;
  }

  /** The result stands before its things: "one apple". */
  private static String singular(String text, String things) {
    String one = things.equals("cherries") ? "cherry" : things.substring(0, things.length() - 1);
    return text.replace("# one " + things, "# one " + one);
  }

  private static Sum draw(Dice dice, Split split) {
    while (true) {
      boolean more = dice.chance(50);
      int whole = 3 + dice.roll(LARGEST - 2);
      // Of one thing nobody has "one apples"; only a result may be one.
      int part = 1 + dice.roll(more ? whole - 2 : whole - 1);
      Sum sum = more ? new Sum(true, whole - part, part) : new Sum(false, whole, part);
      if (split.holds("arithmetic", sum.more(), sum.a(), sum.b())) {
        return sum;
      }
    }
  }
}
