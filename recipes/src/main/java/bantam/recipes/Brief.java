package bantam.recipes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record for which the value of one of its keys may stand, the others being as preset. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Brief {
  /** The key. */
  String value();
}
