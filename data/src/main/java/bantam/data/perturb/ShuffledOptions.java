package bantam.data.perturb;

import bantam.data.world.Dice;
import java.util.List;

/**
 * The options that a question lists in another order, every order as likely as any other, so that
 * some stay as they are.
 *
 * @see <a href="https://arxiv.org/abs/2309.03882">Zheng et al. 2024</a> on models that prefer a
 *     letter
 */
record ShuffledOptions() implements Perturbation {
  @Override
  public String label() {
    return "shuffled-options";
  }

  @Override
  public boolean reorders() {
    return true;
  }

  @Override
  public List<Integer> order(int count, Dice dice) {
    return dice.shuffled(Perturbation.super.order(count, dice));
  }
}
