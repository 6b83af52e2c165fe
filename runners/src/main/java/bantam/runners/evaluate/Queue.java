package bantam.runners.evaluate;

import bantam.recipes.Sharing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All requests of all tasks in the order in which they are scored: requests with a long common
 * beginning one behind the other, and the longest first, so that a pass that needs too much memory
 * is met at once and lengths in a pass differ little.
 *
 * <p>Three levels share tokens: a beginning that many rows have (the solved examples of a task, a
 * passage with several questions), whose keys and values are kept; the trunk of a row (an item's
 * prompt); its branches (the choices). Beginnings are found by the tokens alone, wherever they come
 * from.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp">llama.cpp</a>, {@code tools/perplexity},
 *     which scores the choices of several tasks behind a shared prefix in one batch
 */
final class Queue {
  /** Shorter beginnings are not worth a pass of their own. */
  private static final int BEGINNING = 32;

  /** Tokens that a beginning must save. */
  private static final int WORTH = 512;

  /** Tokens up to which rows may grow by sharing a trunk: attention is quadratic in them. */
  private static final int ROW = 512;

  private final List<Pair> pairs;
  private final Set<Sharing> sharing;
  private final Room room;

  private Queue(List<Pair> pairs, Set<Sharing> sharing, Room room) {
    this.pairs = pairs;
    this.sharing = sharing;
    this.room = room;
  }

  /** Requests that belong together: those of an item, in the order of their tokens. */
  private record Unit(List<Integer> requests, int common) {}

  /** Units behind a common beginning of so many tokens. */
  private record Family(List<Unit> units, int beginning) {}

  /** Rows behind a common beginning, the longest first. */
  private record Group(List<Integer> beginning, List<Tree> rows) {
    int longest() {
      return beginning.size() + rows.get(0).length();
    }
  }

  /**
   * @param sharing what may be shared
   */
  static List<Load> of(Requests requests, Set<Sharing> sharing, Room room) {
    return new Queue(requests.pairs(), sharing, room).loads(requests);
  }

  private List<Load> loads(Requests requests) {
    List<Group> groups = new ArrayList<>();
    List<Tree> alone = new ArrayList<>();
    for (Family family : families(units(requests))) {
      List<Tree> rows = new ArrayList<>();
      family.units().forEach(unit -> rows.addAll(rows(unit, family.beginning())));
      if (family.beginning() == 0) {
        alone.addAll(rows);
      } else {
        Pair any = pairs.get(family.units().get(0).requests().get(0));
        List<Integer> beginning = boxed(any.inputBetween(0, family.beginning()));
        groups.add(new Group(beginning, longestFirst(rows)));
      }
    }
    // plain rows pass by themselves: long ones need no table of all scores
    for (boolean plain : new boolean[] {true, false}) {
      List<Tree> rows = alone.stream().filter(row -> row.plain() == plain).toList();
      if (!rows.isEmpty()) {
        groups.add(new Group(List.of(), longestFirst(rows)));
      }
    }
    groups.sort(Comparator.comparingInt(group -> -group.longest()));
    return groups.stream().flatMap(group -> loads(group).stream()).toList();
  }

  private List<Load> loads(Group group) {
    List<Load> loads = new ArrayList<>();
    int next = 0;
    while (next < group.rows().size()) {
      Tree first = group.rows().get(next);
      boolean plain = group.beginning().isEmpty() && first.plain();
      int length = plain ? room.padded(first.length()) : first.length();
      int end = next + 1;
      int tokens = length;
      while (end < group.rows().size()) {
        tokens += plain ? length : group.rows().get(end).length();
        if (!room.takes(tokens, end + 1 - next, length, group.beginning().size(), plain)) {
          break;
        }
        end++;
      }
      loads.add(new Load(group.beginning(), group.rows().subList(next, end), length));
      next = end;
    }
    return loads;
  }

  private static List<Tree> longestFirst(List<Tree> rows) {
    return rows.stream().sorted(Comparator.comparingInt(row -> -row.length())).toList();
  }

  private List<Unit> units(Requests requests) {
    TreeMap<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      members.computeIfAbsent(requests.unit(i), key -> new ArrayList<>()).add(i);
    }
    return members.values().stream()
        .map(
            some -> {
              some.sort((a, b) -> pairs.get(a).compareTokens(pairs.get(b)));
              return new Unit(List.copyOf(some), begin(some));
            })
        .toList();
  }

  /** What requests begin with alike, before anything of them is scored. */
  private int begin(List<Integer> requests) {
    int begin = Tree.trunk(pairs, requests);
    for (int request : requests) {
      begin = Math.min(begin, pairs.get(request).first());
    }
    return begin;
  }

  private List<Family> families(List<Unit> units) {
    if (!sharing.contains(Sharing.PREFIXES)) {
      return List.of(new Family(units, 0));
    }
    List<Unit> sorted = new ArrayList<>(units);
    sorted.sort((a, b) -> first(a).compareTokens(first(b)));
    List<Family> families = new ArrayList<>();
    List<Unit> some = new ArrayList<>();
    int begin = 0;
    for (Unit unit : sorted) {
      int with =
          some.isEmpty()
              ? 0
              : Math.min(begin, first(some.get(some.size() - 1)).common(first(unit)));
      with = Math.min(with, unit.common());
      // one more member at the price of a shorter beginning for all
      boolean joins =
          with >= BEGINNING && (long) with * some.size() >= (long) begin * (some.size() - 1);
      if (!joins) {
        add(families, some, begin);
        some = new ArrayList<>();
        with = unit.common();
      }
      some.add(unit);
      begin = with;
    }
    add(families, some, begin);
    return families;
  }

  private void add(List<Family> families, List<Unit> units, int begin) {
    Map<Boolean, List<Unit>> fit =
        units.stream().collect(Collectors.partitioningBy(unit -> fits(unit, begin)));
    boolean worth = (long) begin * (fit.get(true).size() - 1) >= WORTH;
    fit.forEach(
        (fits, some) -> {
          if (!some.isEmpty()) {
            families.add(new Family(some, fits && worth ? begin : 0));
          }
        });
  }

  private boolean fits(Unit unit, int begin) {
    return unit.requests().stream()
        .allMatch(request -> room.branches(pairs.get(request).length() - begin, begin));
  }

  private Pair first(Unit unit) {
    return pairs.get(unit.requests().get(0));
  }

  /** A unit's requests as few rows as share a trunk. */
  private List<Tree> rows(Unit unit, int before) {
    List<Tree> rows = new ArrayList<>();
    List<Integer> some = new ArrayList<>();
    for (int request : unit.requests()) {
      some.add(request);
      if (some.size() > 1 && !together(some, before)) {
        some.remove(some.size() - 1);
        rows.add(Tree.of(pairs, some, before));
        some = new ArrayList<>(List.of(request));
      }
    }
    rows.add(Tree.of(pairs, some, before));
    return rows;
  }

  private boolean together(List<Integer> requests, int before) {
    if (!sharing.contains(Sharing.CHOICES)) {
      return false;
    }
    int trunk = Tree.trunk(pairs, requests);
    int longest = 0;
    int whole = trunk - before;
    for (int request : requests) {
      int length = pairs.get(request).length();
      longest = Math.max(longest, length - before);
      whole += length - trunk;
    }
    // at least half of the shortest is shared, lest rows grow for little
    return 2 * (trunk - before) >= longest - (trunk - before)
        && whole <= Math.max(ROW, longest * 5 / 4)
        && room.branches(whole, before);
  }

  private static List<Integer> boxed(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }
}
