package bantam.data.perturb;

import bantam.data.world.Dice;
import java.util.function.UnaryOperator;

/** All letters in one case. */
record Recased(String label, UnaryOperator<String> change) implements Perturbation {
  @Override
  public String text(String text, boolean first, Dice dice) {
    return change.apply(text);
  }
}
