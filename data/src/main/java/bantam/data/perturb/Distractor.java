package bantam.data.perturb;

import bantam.data.world.Dice;
import java.util.List;

/**
 * A sentence in front that has nothing to do with the question and holds no number.
 *
 * @see <a href="https://arxiv.org/abs/2302.00093">Shi et al. 2023</a>, who put irrelevant sentences
 *     into problems of arithmetic; ours is one of a few that suit no task, and stands in front
 */
record Distractor() implements Perturbation {
  private static final List<String> SENTENCES =
      List.of(
          "The curtains in the hall had been washed and were hung up again.",
          "On the way home somebody whistled an old tune.",
          "A neighbour's bicycle was leaning against the fence, as on every other day.",
          "The newspaper had a long article about the repair of a bridge.",
          "It had rained in the night, and the street was still wet in the morning.",
          "The baker had put a new sign into the window.",
          "Two pigeons sat on the roof of the station and looked at the trains.",
          "A letter without a stamp lay under the bench in the park.");

  @Override
  public String label() {
    return "distractor";
  }

  @Override
  public String text(String text, boolean first, Dice dice) {
    return first ? dice.pick(SENTENCES) + " " + text : text;
  }
}
