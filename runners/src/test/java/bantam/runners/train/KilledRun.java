package bantam.runners.train;

import bantam.recipes.Pretrain;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import java.nio.file.Path;

/** A process that dies in the middle of a run: no handler runs, nothing is closed. */
final class KilledRun {
  private KilledRun() {}

  /** Arguments: directory of the recipe, directory of the run, the step to die at. */
  public static void main(String[] args) {
    Path recipes = Path.of(args[0]);
    Pretrain recipe = Lab.recipe(Pretrain.class, recipes, PretrainRunnerTest.RECIPE);
    Progress dies = new PretrainRunnerTest.Told(Integer.parseInt(args[2]), KilledRun::die);
    new PretrainRunner().run(recipe, Lab.context(Path.of(args[1]), dies, new StopSignal()));
  }

  private static void die() {
    Runtime.getRuntime().halt(9);
  }
}
