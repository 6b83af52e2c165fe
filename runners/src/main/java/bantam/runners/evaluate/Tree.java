package bantam.runners.evaluate;

import bantam.runners.model.TokenTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several requests as one row of a forward pass: what their inputs begin with alike is read once.
 */
final class Tree {
  /** A request's way through the row. */
  static final class Path {
    private final int request;
    private final Pair pair;
    private final int[] places;
    private final int[] targets;

    private Path(int request, Pair pair, int[] places) {
      this.request = request;
      this.pair = pair;
      this.places = places;
      this.targets = pair.continuation();
    }

    /** The request's number. */
    int request() {
      return request;
    }

    /** What is read before the continuation. */
    int[] context() {
      return pair.context();
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

  private final TokenTree tokens;
  private final List<Path> paths;

  private Tree(TokenTree tokens, List<Path> paths) {
    this.tokens = tokens;
    this.paths = List.copyOf(paths);
  }

  /**
   * @param requests their numbers
   * @param before tokens that all of them begin with and that are read elsewhere; none of them
   *     predicts a continuation
   */
  static Tree of(List<Pair> pairs, List<Integer> requests, int before) {
    List<Integer> sorted = new ArrayList<>(requests);
    sorted.sort((a, b) -> pairs.get(a).compareTokens(pairs.get(b)));
    int room = sorted.stream().mapToInt(request -> pairs.get(request).length() - before).sum();
    Growth growth = new Growth(before, room);
    List<Path> paths = new ArrayList<>();
    Pair previous = null;
    for (int request : sorted) {
      Pair pair = pairs.get(request);
      paths.add(growth.add(request, pair, previous == null ? before : previous.common(pair)));
      previous = pair;
    }
    return new Tree(growth.tokens(), paths);
  }

  /**
   * Each request as a row of its own.
   *
   * @param before tokens that all of them begin with and that are read elsewhere
   */
  List<Tree> each(int before) {
    List<Tree> rows = new ArrayList<>();
    for (Path path : paths) {
      Growth growth = new Growth(before, path.pair.length() - before);
      Path own = growth.add(path.request, path.pair, before);
      rows.add(new Tree(growth.tokens(), List.of(own)));
    }
    return rows;
  }

  /** A tree that grows by one request after the other, in the order of their tokens. */
  private static final class Growth {
    private final int before;
    private final int[] ids;
    private final int[] positions;
    private final int[] last;
    private int[] way = {};
    private int length;

    Growth(int before, int room) {
      this.before = before;
      this.ids = new int[room];
      this.positions = new int[room];
      this.last = new int[room];
    }

    /**
     * @param common tokens that it begins with like the one before
     */
    Path add(int request, Pair pair, int common) {
      end(common - before);
      int[] input = pair.inputBetween(before, pair.length());
      way = Arrays.copyOf(way, input.length);
      for (int i = common - before; i < input.length; i++) {
        ids[length] = input[i];
        positions[length] = before + i;
        way[i] = length++;
      }
      int from = pair.first() - before;
      return new Path(request, pair, Arrays.copyOfRange(way, from, from + pair.scored()));
    }

    /** Nothing more goes on from the tokens of the last way from a depth on. */
    private void end(int depth) {
      for (int i = depth; i < way.length; i++) {
        last[way[i]] = length - 1;
      }
    }

    TokenTree tokens() {
      end(0);
      return new TokenTree(
          Arrays.copyOf(ids, length),
          Arrays.copyOf(positions, length),
          Arrays.copyOf(last, length));
    }
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
    return tokens.length();
  }

  /** Its tokens. */
  TokenTree tokens() {
    return tokens;
  }

  /** Its tokens where it is a plain row, then zeros up to a length. */
  int[] ids(int padded) {
    int[] ids = new int[padded];
    for (int i = 0; i < length(); i++) {
      ids[i] = tokens.id(i);
    }
    return ids;
  }

  /** Whether it is a plain row: no branch beside another. */
  boolean plain() {
    return !tokens.branches();
  }
}
