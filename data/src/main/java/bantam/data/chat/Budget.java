package bantam.data.chat;

/**
 * What a rendering may cost. It counts work, not time, so that a template is refused or rendered
 * alike on every machine.
 */
final class Budget {
  /** Some seconds. */
  private static final long STEPS = 10_000_000;

  /** Characters, or items of a list. */
  static final long LARGEST = 1 << 23;

  private long left = STEPS;

  /** Counts work. */
  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new Refusal("a rendering of more than %,d steps".formatted(STEPS));
    }
  }

  /** A value is made: large ones cost more. */
  Object made(Object value) {
    long size =
        value instanceof String text
            ? text.length() / 16
            : value instanceof java.util.Collection<?> items ? items.size() : 0;
    spend(1 + size);
    return value;
  }

  static void checkSize(long size) {
    if (size > LARGEST) {
      throw new Refusal("a value of %,d characters or items".formatted(size));
    }
  }
}
