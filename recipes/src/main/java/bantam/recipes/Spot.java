package bantam.recipes;

/**
 * Where the reader is.
 *
 * @param name the key for messages, without what leads to it
 * @param path the key with what leads to it; as {@code --set} takes it, if that reaches here
 * @param settable whether {@code --set} reaches here: not into a task's own file
 * @param key what is known of the key
 * @param scope what stages' outputs can be named
 */
record Spot(String name, String path, boolean settable, Key key, Scope scope) {
  Spot in(Shape.Field field) {
    String inner = path.isEmpty() ? field.name() : path + "." + field.name();
    return new Spot(field.name(), inner, settable, field.key(), scope);
  }

  /** An element of a list or a mapping; it is described by the key of the whole. */
  Spot element(String which) {
    String text = Quote.line(which); // it may be the user's
    return new Spot(name + "." + text, path + "." + text, settable, key, scope);
  }

  /** The same place, for a value of another key. */
  Spot as(Key other) {
    return new Spot(name, path, settable, other, scope);
  }

  Spot with(Scope other) {
    return new Spot(name, path, settable, key, other);
  }

  /** The root of a task's own file; a stage's outputs have no place there. */
  Spot file() {
    return new Spot(name, "", false, key, Scope.OUTSIDE);
  }
}
