package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.suffix.Context;
import bantam.runners.engine.Kernels;
import bantam.runners.evaluate.Tree.Path;
import bantam.runners.generate.Datastore;
import bantam.runners.generate.Datastore.Expected;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
import java.util.List;

/** Makes scores of tokens by a model those by its mixture with what a text expects. */
final class MixedScores {
  /** Logits that exist together: 8 MB. */
  private static final int LOGITS = 1 << 21;

  private final Decoder decoder;
  private final Datastore text;

  MixedScores(Decoder decoder, Datastore text) {
    this.decoder = decoder;
    this.text = text;
  }

  /**
   * A token of which it is not yet known whether it is the likeliest of the mixture.
   *
   * @param score its number
   * @param place in the hidden rows laid flat
   */
  private record Open(int score, long place, int target, Expected expected) {}

  /**
   * @param scores (2, tokens): log-probability by the model, and 1 where the token is the likeliest
   *     to it; both become the mixture's
   * @param hidden (rows, length, width)
   * @param places of the tokens in the rows laid flat
   * @param paths whose continuations the tokens are, one behind the other
   */
  void into(float[][] scores, NDManager scope, NDArray hidden, long[] places, List<Path> paths) {
    int most = Math.max(1, LOGITS / decoder.config().vocabulary());
    List<Open> open = new ArrayList<>();
    int at = 0;
    for (Path path : paths) {
      Context context = text.context();
      context.add(path.context());
      for (int token = 0; token < path.scored(); token++, at++) {
        int target = path.target(token);
        double share = text.share(context);
        double probability = context.probability(target);
        scores[0][at] = (float) Datastore.mixed(scores[0][at], share, probability);
        // the likeliest is one that the text goes on with, or the model's own
        if (share > 0 && (probability > 0 || scores[1][at] == 1)) {
          open.add(new Open(at, places[at], target, text.expected(context)));
        }
        if (open.size() == most) {
          decide(open, scores[1], scope, hidden);
          open.clear();
        }
        context.add(target);
      }
    }
    decide(open, scores[1], scope, hidden);
  }

  private void decide(List<Open> open, float[] likeliest, NDManager scope, NDArray hidden) {
    if (open.isEmpty()) {
      return;
    }
    Kernels kernels = decoder.engine().kernels();
    try (NDManager part = scope.newSubManager()) {
      long[] places = open.stream().mapToLong(Open::place).toArray();
      NDArray rows = kernels.one(part, "take_rows", hidden, part.create(places));
      List<Expected> expected = open.stream().map(Open::expected).toList();
      NDArray logits = Datastore.mix(part, kernels, decoder.logits(part, rows), expected);
      long[] best = kernels.call(part, "next_tokens", logits).get(0).toLongArray();
      for (int i = 0; i < best.length; i++) {
        likeliest[open.get(i).score()] = best[i] == open.get(i).target() ? 1 : 0;
      }
    }
  }
}
