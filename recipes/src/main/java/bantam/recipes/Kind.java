package bantam.recipes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The YAML name of a recipe kind and what it does. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
  /** What {@code kind:} says. */
  String value();

  /** One sentence for {@code bantam show recipe} and the JSON Schema. */
  String doc();
}
