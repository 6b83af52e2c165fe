package bantam.runners.prune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;

/**
 * What stays of which model, for whoever wants to repeat the cut or undo it; {@code pruning.json}
 * beside the weights.
 *
 * @param run id of the run that cut
 * @param kept of channels a list for each layer; of layers one list; indices in the model before
 * @param calibrationTokens that the scores rest on
 */
record Manifest(
    String run,
    String criterion,
    String structure,
    double ratio,
    int multiple,
    long calibrationTokens,
    long parametersBefore,
    long parametersAfter,
    List<List<Integer>> kept) {
  static final String NAME = "pruning.json";

  Manifest {
    kept = kept.stream().map(List::copyOf).toList();
  }

  static String name(Structure structure) {
    return structure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  String json() {
    try {
      return new JsonMapper().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are JSON", e);
    }
  }
}
