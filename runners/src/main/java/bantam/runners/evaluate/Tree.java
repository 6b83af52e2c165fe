package bantam.runners.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several requests as one row of a forward pass: what their inputs begin with alike is the trunk,
 * read once, and what is left of each is a branch that sees the trunk and itself.
 */
final class Tree {
  /** A request's way through the row. */
  static final class Path {
    private final int request;
    private final int[] places;
    private final int[] targets;

    private Path(int request, int[] places, int[] targets) {
      this.request = request;
      this.places = places;
      this.targets = targets;
    }

    /** The request's number. */
    int request() {
      return request;
    }

    /** Tokens of the continuation. */
    int scored() {
      return targets.length;
    }

    /** Where in the row a token of the continuation is predicted. */
    int place(int token) {
      return places[token];
    }

    /** A token of the continuation. */
    int target(int token) {
      return targets[token];
    }
  }

  private final int[] ids;
  private final int[] positions;
  private final int[] segments;
  private final List<Path> paths;

  private Tree(int[] ids, int[] positions, int[] segments, List<Path> paths) {
    this.ids = ids;
    this.positions = positions;
    this.segments = segments;
    this.paths = List.copyOf(paths);
  }

  /**
   * @param requests their numbers
   * @param before tokens that all of them begin with and that are read elsewhere; none of them
   *     predicts a continuation
   */
  static Tree of(List<Pair> pairs, List<Integer> requests, int before) {
    int trunk = trunk(pairs, requests);
    Map<List<Integer>, Integer> starts = new LinkedHashMap<>();
    int[] ids = pairs.get(requests.get(0)).inputBetween(before, trunk);
    List<int[]> positions = new ArrayList<>(List.of(counted(before, ids.length)));
    List<int[]> segments = new ArrayList<>(List.of(new int[ids.length]));
    List<Path> paths = new ArrayList<>();
    for (int request : requests) {
      Pair pair = pairs.get(request);
      int[] branch = pair.inputBetween(trunk, pair.length());
      List<Integer> key = Arrays.stream(branch).boxed().toList();
      Integer start = starts.get(key);
      if (start == null) {
        start = ids.length;
        starts.put(key, start);
        ids = joined(ids, branch);
        positions.add(counted(trunk, branch.length));
        int[] own = new int[branch.length];
        Arrays.fill(own, starts.size());
        segments.add(own);
      }
      int[] places = new int[pair.scored()];
      for (int i = 0; i < places.length; i++) {
        int at = pair.first() + i;
        places[i] = at < trunk ? at - before : start + at - trunk;
      }
      paths.add(new Path(request, places, pair.continuation()));
    }
    return new Tree(ids, flat(positions), flat(segments), paths);
  }

  /** Tokens that requests begin with alike. */
  static int trunk(List<Pair> pairs, List<Integer> requests) {
    Pair first = pairs.get(requests.get(0));
    int trunk = first.length();
    for (int request : requests) {
      trunk = Math.min(trunk, first.common(pairs.get(request)));
    }
    return trunk;
  }

  /** The requests. */
  List<Path> paths() {
    return paths;
  }

  int length() {
    return ids.length;
  }

  /** The trunk, then the branches one behind the other, then zeros up to a length. */
  int[] ids(int padded) {
    return Arrays.copyOf(ids, padded);
  }

  /** The place of each token in its path, what stands before the row included. */
  int[] positions(int padded) {
    return Arrays.copyOf(positions, padded);
  }

  /** 0 in the trunk, else the number of the branch. */
  int[] segments(int padded) {
    return Arrays.copyOf(segments, padded);
  }

  /** Whether it is a plain row: no branch beside another. */
  boolean plain() {
    return Arrays.stream(segments).allMatch(segment -> segment <= 1);
  }

  private static int[] counted(int from, int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> from + i);
    return numbers;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static int[] flat(List<int[]> parts) {
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }
}
