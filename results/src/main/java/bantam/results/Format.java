package bantam.results;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a table is printed. */
public enum Format {
  /** Aligned columns for people; numbers rounded to five significant digits. */
  TABLE,
  /** RFC 4180 with a header line; numbers in full precision, nothing for null. */
  CSV,
  /** An array of objects; numbers in full precision; NaN and infinities as strings. */
  JSON,
  /** A Markdown table, rounded like {@link #TABLE}. */
  MD;

  /** The format that an option names. */
  public static Format named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new bantam.recipes.RecipeException(
                    "--format is '%s'; it must be one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Format::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
