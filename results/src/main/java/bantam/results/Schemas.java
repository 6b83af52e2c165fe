package bantam.results;

import bantam.results.Table.Heading;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow schemas of row records and of tables in memory; doc and unit are field metadata. */
final class Schemas {
  static final String DOC = "doc";
  static final String UNIT = "unit";

  private static final Map<Class<?>, ArrowType> SCALARS =
      Map.of(
          Long.class, new ArrowType.Int(64, true),
          Integer.class, new ArrowType.Int(32, true),
          Double.class, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
          Boolean.class, new ArrowType.Bool(),
          String.class, new ArrowType.Utf8(),
          Instant.class, new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"));

  private Schemas() {}

  static Schema of(Class<? extends Record> type) {
    return new Schema(Stream.of(type.getRecordComponents()).map(Schemas::field).toList());
  }

  private static Field field(RecordComponent component) {
    Class<?> cell = Records.cellType(component);
    Heading heading = Records.heading(component);
    boolean nullable = Records.nullable(component);
    if (cell == List.class) {
      return list(heading, nullable, Records.elementType(component));
    }
    return cell == SortedMap.class ? map(heading, nullable) : scalar(heading, nullable, cell);
  }

  /** The schema whose column types are those of the cells; every column is nullable. */
  static Schema of(Table table) {
    return new Schema(
        IntStream.range(0, table.columns().size())
            .mapToObj(c -> field(table.columns().get(c), table.rows().stream().map(r -> r.get(c))))
            .toList());
  }

  private static Field field(Heading heading, Stream<Object> column) {
    List<Object> cells = column.filter(Objects::nonNull).toList();
    if (cells.stream().anyMatch(Collection.class::isInstance)) {
      Stream<?> elements = cells.stream().flatMap(cell -> ((Collection<?>) cell).stream());
      return list(heading, true, common(heading, elements.toList()));
    }
    return cells.stream().anyMatch(Map.class::isInstance)
        ? map(heading, true)
        : scalar(heading, true, common(heading, cells));
  }

  private static Class<?> common(Heading heading, List<?> cells) {
    List<? extends Class<?>> classes = cells.stream().map(Object::getClass).distinct().toList();
    if (classes.isEmpty()) {
      return String.class;
    }
    if (classes.size() == 1) {
      return classes.get(0);
    }
    if (List.of(Long.class, Integer.class).containsAll(classes)) {
      return Long.class;
    }
    if (List.of(Long.class, Integer.class, Double.class).containsAll(classes)) {
      return Double.class;
    }
    throw new IllegalArgumentException(
        "column %s mixes cells of %s".formatted(heading.name(), classes));
  }

  private static Field scalar(Heading heading, boolean nullable, Class<?> type) {
    return new Field(
        heading.name(), new FieldType(nullable, arrow(type), null, metadata(heading)), null);
  }

  private static Field list(Heading heading, boolean nullable, Class<?> element) {
    return new Field(
        heading.name(),
        new FieldType(nullable, new ArrowType.List(), null, metadata(heading)),
        List.of(inner("item", arrow(element))));
  }

  private static Field map(Heading heading, boolean nullable) {
    ArrowType text = new ArrowType.Utf8();
    return new Field(
        heading.name(),
        new FieldType(nullable, new ArrowType.Map(false), null, metadata(heading)),
        List.of(
            inner("entries", new ArrowType.Struct(), inner("key", text), inner("value", text))));
  }

  private static Field inner(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.notNullable(type), List.of(children));
  }

  private static ArrowType arrow(Class<?> type) {
    ArrowType arrow = SCALARS.get(type);
    if (arrow == null) {
      throw new IllegalArgumentException("no column type for " + type);
    }
    return arrow;
  }

  private static Map<String, String> metadata(Heading heading) {
    // In this order always: it is the order in the file.
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(DOC, heading.doc());
    metadata.put(UNIT, heading.unit());
    return metadata;
  }

  /** What a column of any Arrow file is called and, if its writer said so, means. */
  static Heading heading(Field field) {
    Map<String, String> metadata = field.getMetadata();
    return new Heading(
        field.getName(), metadata.getOrDefault(DOC, ""), metadata.getOrDefault(UNIT, ""));
  }
}
