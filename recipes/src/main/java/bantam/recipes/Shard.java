package bantam.recipes;

import static bantam.recipes.Checks.checkField;

/**
 * One of several parts of a piece of work, written as {@code 2/4}.
 *
 * @param number from 1 on
 */
public record Shard(int number, int of) {
  public Shard {
    checkField(
        of >= 1 && number >= 1 && number <= of,
        "shard",
        "'" + number + "/" + of + "'",
        "must be a number from 1 on and how many there are, such as 2/4");
  }

  /**
   * @throws RecipeException if it is not written so
   */
  public static Shard parse(String text) {
    checkField(
        text.matches("[0-9]{1,6}/[0-9]{1,6}"),
        "shard",
        "'" + text + "'",
        "must be a number from 1 on and how many there are, such as 2/4");
    int slash = text.indexOf('/');
    return new Shard(
        Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether a piece is in it; pieces are counted from 0 on and dealt one by one. */
  public boolean holds(long piece) {
    return piece % of == number - 1;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
