package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Places in a list, from 0 on, as {@code 500-599} or {@code 0-9,20-29} write them.
 *
 * @param ranges ascending, without overlap
 */
public record Places(List<Range> ranges) {
  /** From the first place to the last, both inside. */
  public record Range(int first, int last) {}

  public Places {
    ranges = List.copyOf(ranges);
  }

  /**
   * Reads places.
   *
   * @throws RecipeException if they are not written so, or not in ascending order
   */
  public static Places parse(String text) {
    List<Range> ranges = new ArrayList<>();
    int before = -1;
    for (String part : text.split(",", -1)) {
      checkField(
          part.matches("[0-9]{1,9}(-[0-9]{1,9})?"),
          "items",
          "'" + text + "'",
          "must be places from 0 on, such as 7, 500-599 or 0-9,20-29");
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      checkField(
          first > before && last >= first,
          "items",
          "'" + text + "'",
          "must name places in ascending order, each once");
      ranges.add(new Range(first, last));
      before = last;
    }
    return new Places(ranges);
  }

  /**
   * These places.
   *
   * @param places ascending, each once
   */
  public static Places of(List<Integer> places) {
    List<Range> ranges = new ArrayList<>();
    for (int place : places) {
      int at = ranges.size() - 1;
      if (at >= 0 && ranges.get(at).last() == place - 1) {
        ranges.set(at, new Range(ranges.get(at).first(), place));
      } else {
        ranges.add(new Range(place, place));
      }
    }
    return new Places(ranges);
  }

  /** Whether a place is one of them. */
  public boolean holds(long place) {
    return ranges.stream().anyMatch(range -> range.first() <= place && place <= range.last());
  }

  /** The last place. */
  public int last() {
    return ranges.get(ranges.size() - 1).last();
  }

  /** As {@link #parse} reads them. */
  @Override
  public String toString() {
    return ranges.stream()
        .map(one -> one.first() == one.last() ? "" + one.first() : one.first() + "-" + one.last())
        .collect(Collectors.joining(","));
  }
}
