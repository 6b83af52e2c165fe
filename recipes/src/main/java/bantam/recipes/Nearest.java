package bantam.recipes;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody meant who wrote another one. */
public final class Nearest {
  private Nearest() {}

  /** The known name with the fewest edits to the written one, if a typo can be behind it. */
  public static Optional<String> to(String written, Collection<String> known) {
    String wanted = plain(written);
    String best = null;
    int fewest = Math.max(1, Math.min(wanted.length(), 40) / 3) + 1;
    for (String name : known) {
      int edits = wanted.length() > 80 ? fewest : edits(wanted, plain(name));
      if (edits < fewest) {
        best = name;
        fewest = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * {@code 'distil'; did you mean 'distill'? (pretrain, distill)}, or without a near name {@code
   * 'x'; it must be one of pretrain, distill}.
   */
  public static String hint(String written, Collection<String> known) {
    if (known.isEmpty()) {
      return Quote.of(written) + "; there is none to name";
    }
    return Quote.of(written)
        + to(written, known)
            .map(name -> "; did you mean '%s'? (%s)".formatted(name, String.join(", ", known)))
            .orElseGet(() -> "; it must be one of " + String.join(", ", known));
  }

  // Case, dash and underscore are the commonest slips.
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Damerau-Levenshtein distance, neighbours swapped count as one edit. */
  static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
