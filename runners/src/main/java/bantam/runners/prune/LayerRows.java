package bantam.runners.prune;

import bantam.results.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;

/** What a cut did to each layer, as rows of the layers table. */
final class LayerRows {
  private LayerRows() {}

  /**
   * @param scores as {@link PruneCriterion#scores} gives them
   */
  static List<Row.Layer> of(String run, String criterion, List<double[]> scores, Cut cut) {
    List<Row.Layer> rows = new ArrayList<>();
    if (cut instanceof Cut.Channels channels) {
      for (int layer = 0; layer < scores.size(); layer++) {
        int kept = channels.kept().get(layer).size();
        rows.add(row(run, layer, "mlp", criterion, scores.get(layer), kept));
      }
    } else {
      double[] layers = scores.get(0);
      for (int layer = 0; layer < layers.length; layer++) {
        int kept = ((Cut.Layers) cut).kept().contains(layer) ? 1 : 0;
        rows.add(row(run, layer, "layer", criterion, new double[] {layers[layer]}, kept));
      }
    }
    return rows;
  }

  private static Row.Layer row(
      String run, int layer, String module, String criterion, double[] scores, int kept) {
    DoubleSummaryStatistics statistics = Arrays.stream(scores).summaryStatistics();
    return new Row.Layer(
        run,
        layer,
        module,
        criterion,
        scores.length,
        OptionalDouble.of(statistics.getMin()),
        OptionalDouble.of(statistics.getAverage()),
        OptionalDouble.of(statistics.getMax()),
        kept,
        scores.length,
        kept,
        1 - (double) kept / scores.length);
  }
}
