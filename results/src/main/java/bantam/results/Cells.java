package bantam.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Moves cells, as {@link Table} describes them, into Arrow vectors and out of any of them. */
final class Cells {
  private Cells() {}

  static void set(FieldVector vector, int index, Object cell) {
    if (cell == null) {
      setNull(vector, index);
    } else if (vector instanceof MapVector map) {
      setMap(map, index, (Map<?, ?>) cell);
    } else if (vector instanceof ListVector list) {
      setList(list, index, (List<?>) cell);
    } else if (vector instanceof BigIntVector longs) {
      longs.setSafe(index, ((Number) cell).longValue());
    } else if (vector instanceof IntVector ints) {
      ints.setSafe(index, ((Number) cell).intValue());
    } else if (vector instanceof Float8Vector doubles) {
      doubles.setSafe(index, ((Number) cell).doubleValue());
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(index, (boolean) cell ? 1 : 0);
    } else if (vector instanceof VarCharVector strings) {
      strings.setSafe(index, ((String) cell).getBytes(UTF_8));
    } else if (vector instanceof TimeStampMilliTZVector times) {
      times.setSafe(index, ((Instant) cell).toEpochMilli());
    } else {
      throw new IllegalArgumentException("no cells go into " + vector.getField());
    }
  }

  private static void setNull(FieldVector vector, int index) {
    // Zero below the null: what stood in memory before must not reach the file.
    if (vector instanceof BigIntVector || vector instanceof Float8Vector) {
      set(vector, index, 0L);
    } else if (vector instanceof IntVector) {
      set(vector, index, 0);
    } else if (vector instanceof TimeStampMilliTZVector) {
      set(vector, index, Instant.EPOCH);
    }
    vector.setNull(index);
  }

  private static void setList(ListVector vector, int index, List<?> elements) {
    int start = vector.startNewValue(index);
    for (int e = 0; e < elements.size(); e++) {
      set(vector.getDataVector(), start + e, elements.get(e));
    }
    vector.endValue(index, elements.size());
  }

  private static void setMap(MapVector vector, int index, Map<?, ?> map) {
    StructVector entries = (StructVector) vector.getDataVector();
    int at = vector.startNewValue(index);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entries.setIndexDefined(at);
      set((FieldVector) entries.getChildByOrdinal(0), at, entry.getKey());
      set((FieldVector) entries.getChildByOrdinal(1), at, entry.getValue());
      at++;
    }
    vector.endValue(index, map.size());
  }

  static Object get(ValueVector vector, int index, DictionaryProvider dictionaries) {
    if (vector.isNull(index)) {
      return null;
    }
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding != null) {
      int key = Math.toIntExact(((BaseIntVector) vector).getValueAsLong(index));
      return get(dictionaries.lookup(encoding.getId()).getVector(), key, dictionaries);
    }
    if (vector instanceof BaseListVector list) {
      return list(list, index, dictionaries);
    }
    return vector instanceof StructVector struct
        ? struct(struct, index, dictionaries)
        : scalar(vector, index);
  }

  private static Object list(BaseListVector list, int index, DictionaryProvider dictionaries) {
    ValueVector data = ((FieldVector) list).getChildrenFromFields().get(0);
    List<Object> elements = new ArrayList<>();
    for (int e = list.getElementStartIndex(index); e < list.getElementEndIndex(index); e++) {
      elements.add(get(data, e, dictionaries));
    }
    if (!(list instanceof MapVector)) {
      return elements;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (Object element : elements) {
      List<Object> entry = new ArrayList<>(((Map<?, ?>) element).values());
      map.put(String.valueOf(entry.get(0)), entry.get(1));
    }
    return map;
  }

  private static Object struct(StructVector struct, int index, DictionaryProvider dictionaries) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (FieldVector child : struct.getChildrenFromFields()) {
      members.put(child.getName(), get(child, index, dictionaries));
    }
    return members;
  }

  private static Object scalar(ValueVector vector, int index) {
    if (vector instanceof UInt8Vector unsigned) {
      return unsigned.getObjectNoOverflow(index);
    }
    if (vector instanceof BaseIntVector integers) {
      return integers.getValueAsLong(index);
    }
    if (vector instanceof Float4Vector floats) {
      return widened(floats.get(index));
    }
    if (vector instanceof Float2Vector halves) {
      return widened(halves.getValueAsFloat(index));
    }
    if (vector instanceof TimeStampVector times
        && vector.getField().getType() instanceof ArrowType.Timestamp type
        && type.getTimezone() != null) {
      return instant(times.get(index), type);
    }
    if (vector instanceof DateDayVector days) {
      return LocalDate.ofEpochDay(days.get(index)).toString();
    }
    Object value = vector.getObject(index);
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }

  /** The double that prints like the float: 0.1f as 0.1, not as 0.10000000149011612. */
  private static double widened(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static Instant instant(long value, ArrowType.Timestamp type) {
    ChronoUnit unit =
        switch (type.getUnit()) {
          case SECOND -> ChronoUnit.SECONDS;
          case MILLISECOND -> ChronoUnit.MILLIS;
          case MICROSECOND -> ChronoUnit.MICROS;
          case NANOSECOND -> ChronoUnit.NANOS;
        };
    return Instant.EPOCH.plus(value, unit);
  }
}
