package bantam.recipes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One key of a recipe or of a catalogue entry's options: the only place where its meaning and its
 * default are written. The YAML key is the component's name in snake_case.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What it means, with its unit. */
  String value();

  /**
   * The default as YAML text. A key without one is required, unless it is an {@link
   * java.util.Optional}.
   */
  String preset() default "";

  /** The noun of the catalogue that a {@link Choice} picks from, such as {@code corpus}. */
  String catalogue() default "";

  /** Whether the key changes only how a run goes, not what it gives; such keys have no identity. */
  boolean cosmetic() default false;

  /** The smallest value allowed, inclusive; stands in the JSON Schema, the reader enforces it. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest value allowed, inclusive. */
  double max() default Double.POSITIVE_INFINITY;
}
