package bantam.runners.model.family;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.runners.engine.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tensor as a family's checkpoints have it, and which of the model's tensors it holds.
 *
 * @param name in the checkpoint
 * @param parts our names, in the order of their rows
 * @param rows of each part; its first dimension
 * @param shape in the checkpoint
 * @param transposed whether it is (inputs, outputs)
 * @param groups equal groups of rows, each of which holds a share of every part
 */
public record Stored(
    String name,
    List<String> parts,
    List<Integer> rows,
    Shape shape,
    boolean transposed,
    int groups) {
  public Stored {
    parts = List.copyOf(parts);
    rows = List.copyOf(rows);
  }

  static Stored of(
      String name, List<String> parts, Map<String, Shape> shapes, boolean transposed, int groups) {
    List<Integer> rows =
        parts.stream().map(part -> Math.toIntExact(shapes.get(part).get(0))).toList();
    long all = rows.stream().mapToLong(Integer::longValue).sum();
    Shape first = shapes.get(parts.get(0));
    Shape shape =
        first.dimension() == 1
            ? new Shape(all)
            : transposed ? new Shape(first.get(1), all) : new Shape(all, first.get(1));
    return new Stored(name, parts, rows, shape, transposed, groups);
  }

  /** Whether it is one of the model's tensors as it is. */
  public boolean whole() {
    return parts.size() == 1 && !transposed;
  }

  /**
   * The model's tensors that it holds.
   *
   * @param into receives them, unless it is {@link #whole}: then it is the tensor itself
   */
  public SortedMap<String, NDArray> split(NDManager into, Kernels kernels, NDArray tensor) {
    SortedMap<String, NDArray> split = new TreeMap<>();
    if (whole()) {
      split.put(parts.get(0), tensor);
      return split;
    }
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      int to = from + rows.get(i) / groups;
      split.put(parts.get(i), kernels.one(into, "part_of", tensor, from, to, groups, transposed));
      from = to;
    }
    return split;
  }

  /**
   * The tensor for a checkpoint.
   *
   * @param into receives it, unless it is {@link #whole}: then it is the model's own
   * @param weights of the model
   */
  public NDArray join(NDManager into, Kernels kernels, Map<String, NDArray> weights) {
    if (whole()) {
      return weights.get(parts.get(0));
    }
    List<NDArray> all = parts.stream().map(weights::get).toList();
    return kernels.one(into, "joined", all, groups, transposed);
  }

  /**
   * Where rows of the parts lie among its own.
   *
   * @param kept for each part the rows that are asked for
   * @return rows of this tensor, or columns where it lies transposed
   */
  public List<Integer> places(List<List<Integer>> kept) {
    if (groups > 1) {
      throw new IllegalArgumentException(name + " has its parts' rows in turns");
    }
    List<Integer> places = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < parts.size(); i++) {
      for (int row : kept.get(i)) {
        places.add(offset + row);
      }
      offset += rows.get(i);
    }
    return places;
  }
}
