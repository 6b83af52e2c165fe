package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Memory;
import bantam.recipes.Randomness;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Passage;
import bantam.runners.train.Objective.Formed;
import bantam.runners.train.Objective.Head;
import bantam.runners.train.Objective.Scene;
import bantam.runners.train.Objective.Term;
import bantam.runners.train.Optimizer.Moving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One optimizer step. The hidden states are made with a graph; the objective forms their gradient,
 * and the head's, without one; then the graph is pulled once from there. What the optimizer keeps
 * for each parameter lives here.
 */
final class Stepper implements AutoCloseable {
  private final Engine engine;
  private final Trainee trainee;
  private final Objective objective;
  private final Optimizer optimizer;
  private final Gauges gauges;
  private final Manner manner;
  private final NDManager manager;

  /**
   * How steps are taken.
   *
   * @param seed of dropout
   */
  record Manner(Groups groups, Memory memory, long seed) {
    /** All parameters alike, everything kept. */
    static Manner plain(long seed) {
      return new Manner(new Groups(List.of()), Memory.PLENTY, seed);
    }
  }

  /** Parameters that the graph knows; a head of its own is not among them. */
  private final SortedMap<String, NDArray> leaves = new TreeMap<>();

  private final SortedMap<String, List<NDArray>> buffers = new TreeMap<>();
  private final Optional<String> headName;
  private final Head head;

  Stepper(
      Engine engine,
      Trainee trainee,
      Objective objective,
      Optimizer optimizer,
      Gauges gauges,
      Manner manner) {
    this.engine = engine;
    this.trainee = trainee;
    this.objective = objective;
    this.optimizer = optimizer;
    this.gauges = gauges;
    this.manner = manner;
    this.manager = engine.scope();
    this.headName = trainee.head();
    NDArray weight = trainee.decoder().head();
    this.head =
        new Head(
            weight,
            headName.map(name -> manager.zeros(weight.getShape())),
            trainee.decoder().logitCap());
    trainee
        .parameters()
        .forEach(
            (name, value) -> {
              if (!headName.equals(Optional.of(name)) || trainee.decoder().config().tied()) {
                value.setRequiresGradient(true);
                leaves.put(name, value);
              }
              buffers.put(
                  name,
                  optimizer.buffers().stream()
                      .map(buffer -> manager.zeros(value.getShape()))
                      .toList());
            });
  }

  /** The parameters, by the names that checkpoints give them. */
  SortedMap<String, NDArray> parameters() {
    SortedMap<String, NDArray> state = new TreeMap<>();
    trainee.parameters().forEach((name, value) -> state.put("parameter." + name, value));
    return state;
  }

  /** Everything that a checkpoint keeps: parameters and buffers, by name. */
  SortedMap<String, NDArray> state() {
    SortedMap<String, NDArray> state = parameters();
    buffers.forEach(
        (name, arrays) -> {
          for (int i = 0; i < arrays.size(); i++) {
            state.put(optimizer.buffers().get(i) + "." + name, arrays.get(i));
          }
        });
    return state;
  }

  /**
   * Takes a step.
   *
   * @param step from 0 on
   */
  void take(List<MicroBatch> batches, long step, double lr) {
    Gradients.off(
        () -> {
          update(batches, step, lr);
          return step;
        });
  }

  private void update(List<MicroBatch> batches, long step, double lr) {
    try (NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> gradients = gradients(scope, batches, step);
      Optimizer.Guard guard = gauges.measure(List.copyOf(gradients.values()), step + 1);
      List<Moving> moving = new ArrayList<>();
      gradients.forEach(
          (name, gradient) ->
              moving.add(
                  new Moving(
                      name,
                      manner.groups().rule(name),
                      trainee.parameters().get(name),
                      gradient,
                      buffers.get(name))));
      optimizer.step(engine.kernels(), moving, step + 1, lr, guard);
    }
  }

  /** The gradient of the whole step's loss, by parameter. */
  SortedMap<String, NDArray> gradients(NDManager scope, List<MicroBatch> batches, long step) {
    List<Term> terms = objective.terms();
    double[] means = new double[terms.size()];
    double[] factors = new double[terms.size()];
    for (int i = 0; i < factors.length; i++) {
      Term term = terms.get(i);
      // a denominator is counted over the whole step: micro-batches may hold different numbers
      means[i] = 1.0 / Math.max(1, batches.stream().mapToLong(term.units()).sum());
      factors[i] = term.weight() * means[i];
    }
    head.gradient().ifPresent(gradient -> engine.kernels().run("zero", List.of(gradient)));
    NDList sums = null;
    for (int i = 0; i < batches.size(); i++) {
      long draw = Math.addExact(Math.multiplyExact(step, (long) batches.size()), i);
      try (NDManager inner = engine.scope()) {
        NDList parts = pull(inner, batches.get(i), draw, means, factors);
        if (sums == null) {
          sums = parts;
          sums.attach(scope);
        } else {
          engine.kernels().run("add_all", List.copyOf(sums), List.copyOf(parts));
        }
      }
    }
    return named(sums);
  }

  private SortedMap<String, NDArray> named(NDList sums) {
    SortedMap<String, NDArray> gradients = new TreeMap<>();
    int index = 0;
    for (String name : leaves.keySet()) {
      gradients.put(name, sums.get(index++));
    }
    headName.ifPresent(
        name -> {
          NDArray own = head.gradient().orElseThrow();
          NDArray lookup = gradients.putIfAbsent(name, own);
          if (lookup != null) {
            // tied: one parameter, used twice
            engine.kernels().run("add_all", List.of(lookup), List.of(own));
          }
        });
    return gradients;
  }

  /** One micro-batch's gradients of the leaves, in their order; the head's go to its own. */
  private NDList pull(
      NDManager scope, MicroBatch batch, long draw, double[] means, double[] factors) {
    Kernels kernels = engine.kernels();
    NDArray ids = batch.ids(scope);
    OptionalLong dropout =
        trainee.dropout()
            ? OptionalLong.of(Randomness.seedOf(manner.seed(), "dropout", draw))
            : OptionalLong.empty();
    Passage passage =
        trainee
            .decoder()
            .pass(
                scope, ids, batch.attend(scope), dropout, manner.memory().checkpointActivations());
    NDArray hidden = passage.hidden(); // (b, t, d)
    Scene scene = Scene.of(kernels, scope, batch, ids, hidden, head);
    Formed formed = objective.form(scene, factors);
    gauges.add(scope, formed.sums(), means);
    NDArray gradient =
        scene
            .index()
            .map(where -> kernels.one(scope, "put_rows", hidden, where, formed.gradient()))
            .orElse(formed.gradient());
    return passage.pull(scope, gradient, List.copyOf(leaves.values()));
  }

  /** Training is over: no parameter requires a gradient any more. */
  void settle() {
    leaves.values().forEach(leaf -> leaf.setRequiresGradient(false));
  }

  @Override
  public void close() {
    manager.close();
  }
}
