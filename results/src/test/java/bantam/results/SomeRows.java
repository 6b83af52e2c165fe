package bantam.results;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rows of any type with random content, awkward values among it. */
public final class SomeRows {
  private static final List<Double> DOUBLES =
      List.of(0.0, -0.0, 1 / 3.0, -1e300, 4.9e-324, Double.NaN, Double.NEGATIVE_INFINITY);
  private static final List<String> STRINGS =
      List.of("", "acc", "l'été, \"42\"\r\n", "日本語 🐓", "\u0000\t", "a".repeat(300));

  private SomeRows() {}

  /** Every row type that there is, now and later. */
  @SuppressWarnings("unchecked")
  public static <R extends Record & Row> Stream<Class<R>> types() {
    return Arrays.stream(Row.class.getPermittedSubclasses()).map(type -> (Class<R>) type);
  }

  public static <R extends Record & Row> List<R> of(Class<R> type, int count) {
    SplittableRandom random = new SplittableRandom(type.getSimpleName().length() * 31L + count);
    return Stream.generate(() -> row(type, random)).limit(count).toList();
  }

  private static <R extends Record> R row(Class<R> type, SplittableRandom random) {
    Records<R> records = Records.of(type);
    List<Object> cells = new ArrayList<>();
    for (RecordComponent component : records.components()) {
      boolean absent = Records.nullable(component) && random.nextInt(3) == 0;
      cells.add(absent ? null : cell(component, Records.cellType(component), random));
    }
    return records.row(cells);
  }

  private static Object cell(RecordComponent component, Class<?> type, SplittableRandom random) {
    if (type == List.class) {
      Class<?> element = Records.elementType(component);
      return Stream.generate(() -> cell(component, element, random))
          .limit(random.nextInt(5))
          .toList();
    }
    if (type == java.util.SortedMap.class) {
      TreeMap<String, String> map = new TreeMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        map.put("key" + i, string(random));
      }
      return map;
    }
    if (type == Integer.class) {
      return (long) random.nextInt();
    }
    if (type == Long.class) {
      return random.nextLong();
    }
    if (type == Double.class) {
      return random.nextBoolean()
          ? random.nextDouble(-10, 10)
          : DOUBLES.get(random.nextInt(DOUBLES.size()));
    }
    if (type == Boolean.class) {
      return random.nextBoolean();
    }
    return type == Instant.class
        ? Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L))
        : string(random);
  }

  private static String string(SplittableRandom random) {
    return STRINGS.get(random.nextInt(STRINGS.size()));
  }
}
