package bantam.runners.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.runners.distill.DistillLoss.Divergence;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Decoder;
import bantam.runners.train.MicroBatch;
import bantam.runners.train.Objective;
import java.util.List;

/**
 * mix × divergence from the teacher + (1 − mix) × cross-entropy on the text, both per predicted
 * token. The teacher reads each micro-batch as the student does; its logits and the student's are
 * made a few rows at a time, and both gradients are formed there in one pass.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton, Vinyals and Dean 2015, section 2</a>
 */
public final class Imitation implements Objective {
  private final Decoder teacher;
  private final DistillLoss loss;
  private final double mix;

  /**
   * @param teacher frozen: none of its weights may require a gradient; whoever made it closes it
   * @param mix weight of the divergence, in [0, 1]
   */
  public Imitation(Decoder teacher, DistillLoss loss, double mix) {
    this.teacher = teacher;
    this.loss = loss;
    this.mix = mix;
  }

  @Override
  public List<Term> terms() {
    return List.of(
        new Term("cross_entropy", "nats/token", 1 - mix, MicroBatch::predicted),
        new Term("distill." + loss.metric(), "nats/token", mix, MicroBatch::predicted));
  }

  @Override
  public Formed form(Scene scene, double[] factors) {
    NDManager scope = scene.scope();
    Kernels kernels = scene.kernels();
    // no inference mode: what it makes could not be saved for the student's backward pass
    NDArray all = teacher.hidden(scope, scene.ids(), scene.attend()); // (b, t, d)
    NDArray hidden = scene.rows(all); // (n, d)
    NDArray sums = scope.zeros(new Shape(2), DataType.FLOAT64);
    NDArray gradient = kernels.one(scope, "blank", scene.hidden()); // (n, d)
    int count = (int) scene.targets().size();
    for (int from = 0; from < count; from += scene.head().rows()) {
      int to = Math.min(count, from + scene.head().rows());
      try (NDManager chunk = scope.newSubManager()) {
        NDArray part = kernels.one(chunk, "slice_rows", gradient, from, to);
        chunk(chunk, scene, hidden, from, to, factors, new Formed(sums, part));
      }
    }
    return new Formed(sums, gradient);
  }

  private void chunk(
      NDManager scope,
      Scene scene,
      NDArray teacherHidden,
      int from,
      int to,
      double[] factors,
      Formed into) {
    Kernels kernels = scene.kernels();
    Head head = scene.head();
    NDArray h = kernels.one(scope, "slice_rows", scene.hidden(), from, to); // (n, d)
    NDArray targets = kernels.one(scope, "slice_rows", scene.targets(), from, to); // (n)
    NDArray theirs = kernels.one(scope, "slice_rows", teacherHidden, from, to);
    NDArray student = kernels.one(scope, "logits", h, head.weight(), head.cap()); // (n, vocabulary)
    NDArray guide = teacher.logits(scope, theirs); // (n, vocabulary)
    Divergence divergence = loss.between(kernels, scope, student, guide);
    if (head.gradient().isPresent()) {
      kernels.run(
          "mix_head",
          into.sums(),
          into.gradient(),
          h,
          head.weight(),
          head.cap(),
          head.gradient().get(),
          student,
          targets,
          divergence.values(),
          divergence.gradient(),
          factors[0],
          factors[1]);
    } else {
      kernels.run(
          "mix",
          into.sums(),
          into.gradient(),
          h,
          head.weight(),
          head.cap(),
          student,
          targets,
          divergence.values(),
          divergence.gradient(),
          factors[0],
          factors[1]);
    }
  }
}
