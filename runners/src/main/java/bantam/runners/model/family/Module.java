package bantam.runners.model.family;

import java.util.List;

/**
 * A module of a family's checkpoints: under one name the weight, and where there is one the bias,
 * of one or several of our maps.
 *
 * @param name in the checkpoint; in a layer without the layer's prefix
 * @param holds our names of what it holds, in the order of its rows
 * @param transposed whether the weight lies as (inputs, outputs)
 * @param byHead whether the rows of what it holds take turns head by head
 */
public record Module(String name, List<String> holds, boolean transposed, boolean byHead) {
  public Module {
    holds = List.copyOf(holds);
  }

  static Module of(String name, String... holds) {
    return new Module(name, List.of(holds), false, false);
  }

  static Module transposed(String name, String... holds) {
    return new Module(name, List.of(holds), true, false);
  }

  static Module byHead(String name, String... holds) {
    return new Module(name, List.of(holds), false, true);
  }

  /** The last part of its name. */
  public String last() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  Module within(String prefix, String ours) {
    return new Module(prefix + name, holds.stream().map(ours::concat).toList(), transposed, byHead);
  }
}
