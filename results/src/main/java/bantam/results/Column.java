package bantam.results;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a column means and its unit; both land in the Arrow field's metadata. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Column {
  /** What a value of this column means. */
  String value();

  /** The values' unit, such as {@code s} or {@code nats/token}; empty for names and flags. */
  String unit() default "";
}
