package bantam.data.world;

import java.util.List;
import java.util.Map;

/**
 * Verbs that agree with their subject across another noun, and reflexives that agree with theirs.
 * Subject, other noun and their numbers are the split's own.
 */
final class Agreement implements Scene {
  private static final List<String> SUBJECTS =
      List.of(
          "dog", "hen", "bird", "goat", "duck", "horse", "frog", "bee", "lamb", "cat", "cow",
          "pig");
  private static final List<String> PLACES =
      List.of("tree", "gate", "cart", "wall", "bush", "well", "barn", "house");
  private static final List<String> PREPOSITIONS = List.of("near", "behind", "beside");
  private static final List<String> STATES =
      List.of("quiet", "loud", "small", "happy", "tired", "hungry", "busy", "fat");

  /** Each with the word that must agree behind {@code #}. */
  private static final List<String> CLAUSES =
      List.of(
          "The {subject} {where} the {other}# {was} {state}.",
          "\"Look,\" said {n}, \"the {subject} {where} the {other}# {is} {state}!\"");

  private static final List<String> REFLEXIVES =
      List.of(
          "{n} looked into the water and saw# {himself}.",
          "\"I can do it,\" said {n} to# {himself}.",
          "{n} was proud of# {himself}.",
          "{n} fell down and hurt# {himself}.");

  @Override
  public String tell(Cast cast, Dice dice, Split split) {
    String first = dice.chance(25) ? reflexive(cast, dice) : clause(cast, dice, split);
    return (first + " " + clause(cast, dice, split)).replace("#", "");
  }

  /** The form that agrees against the one that does not. */
  Question ask(Cast cast, Dice dice, Split split) {
    String text = dice.chance(20) ? reflexive(cast, dice) : clause(cast, dice, split);
    int end = text.indexOf('#');
    String answer = text.substring(end + 2).split("[ .!]", 2)[0];
    return new Question(text.substring(0, end), answer, List.of(other(answer)));
  }

  private static String other(String form) {
    return switch (form) {
      case "was" -> "were";
      case "were" -> "was";
      case "is" -> "are";
      case "are" -> "is";
      case "himself" -> "herself";
      case "herself" -> "himself";
      default -> throw new IllegalStateException("no form agrees like " + form);
    };
  }

  private static String reflexive(Cast cast, Dice dice) {
    return cast.fill(dice.pick(REFLEXIVES));
  }

  private static String clause(Cast cast, Dice dice, Split split) {
    while (true) {
      String subject = dice.pick(SUBJECTS);
      String other = dice.pick(PLACES);
      boolean one = dice.chance(50);
      boolean otherOne = dice.chance(50);
      if (split.holds("agreement", subject, other, one, otherOne)) {
        Map<String, String> slots = cast.slots();
        slots.put("subject", one ? subject : subject + "s");
        slots.put("where", dice.pick(PREPOSITIONS));
        slots.put("other", otherOne ? other : plural(other));
        slots.put("was", one ? "was" : "were");
        slots.put("is", one ? "is" : "are");
        slots.put("state", dice.pick(STATES));
        return Words.fill(dice.pick(CLAUSES), slots);
      }
    }
  }

  private static String plural(String noun) {
    return noun.equals("bush") ? "bushes" : noun + "s";
  }
}
