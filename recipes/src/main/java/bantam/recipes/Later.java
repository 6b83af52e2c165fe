package bantam.recipes;

/** Stands where the next commit puts the work. */
final class Later {
  private Later() {}

  static <T> T lands(Object given, Class<T> type) {
    if (given != null) {
      throw new UnsupportedOperationException(given.toString());
    }
    return type.cast(given);
  }
}
