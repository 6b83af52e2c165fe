package bantam.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Writes an Arrow file of three rows with column types that our own tables do not have. */
final class ForeignFile {
  private ForeignFile() {}

  static Path write(Path file, boolean stream) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector words = new VarCharVector("words", allocator);
        FieldVector word = words(words, allocator);
        VectorSchemaRoot root =
            VectorSchemaRoot.of(
                word,
                floats(allocator),
                bytes(allocator),
                dates(allocator),
                structs(allocator),
                pairs(allocator),
                binaries(allocator));
        FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      MapDictionaryProvider dictionaries = new MapDictionaryProvider();
      dictionaries.put(dictionary(words));
      root.setRowCount(3);
      try (ArrowWriter writer =
          stream
              ? new ArrowStreamWriter(root, dictionaries, out)
              : new ArrowFileWriter(root, dictionaries, out)) {
        writer.writeBatch();
        writer.end();
      }
    }
    return file;
  }

  private static Dictionary dictionary(VarCharVector words) {
    return new Dictionary(words, new DictionaryEncoding(1, false, new ArrowType.Int(8, true)));
  }

  private static FieldVector words(VarCharVector words, BufferAllocator allocator) {
    words.setSafe(0, "a".getBytes(UTF_8));
    words.setSafe(1, "b".getBytes(UTF_8));
    words.setValueCount(2);
    try (VarCharVector plain = new VarCharVector("word", allocator)) {
      plain.setSafe(0, "b".getBytes(UTF_8));
      plain.setSafe(1, "a".getBytes(UTF_8));
      plain.setNull(2);
      plain.setValueCount(3);
      return (FieldVector) DictionaryEncoder.encode(plain, dictionary(words));
    }
  }

  private static FieldVector floats(BufferAllocator allocator) {
    Float4Vector vector = new Float4Vector("float", allocator);
    vector.setSafe(0, 0.1f);
    vector.setNull(1);
    vector.setSafe(2, -2.5f);
    return vector;
  }

  private static FieldVector bytes(BufferAllocator allocator) {
    UInt1Vector vector = new UInt1Vector("byte", allocator);
    vector.setSafe(0, 255);
    vector.setSafe(1, 0);
    vector.setSafe(2, 7);
    return vector;
  }

  private static FieldVector dates(BufferAllocator allocator) {
    DateDayVector vector = new DateDayVector("date", allocator);
    vector.setSafe(0, (int) LocalDate.of(2020, 2, 29).toEpochDay());
    vector.setSafe(1, 0);
    vector.setNull(2);
    return vector;
  }

  private static FieldVector structs(BufferAllocator allocator) {
    StructVector vector = StructVector.empty("struct", allocator);
    SmallIntVector x =
        vector.addOrGet("x", FieldType.nullable(new ArrowType.Int(16, true)), SmallIntVector.class);
    vector.setIndexDefined(0);
    x.setSafe(0, 1);
    vector.setNull(1);
    vector.setIndexDefined(2);
    x.setSafe(2, -1);
    return vector;
  }

  private static FieldVector pairs(BufferAllocator allocator) {
    FixedSizeListVector vector = FixedSizeListVector.empty("pair", 2, allocator);
    ArrowType single = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    Float4Vector data =
        (Float4Vector) vector.addOrGetVector(FieldType.nullable(single)).getVector();
    List<Float> values = List.of(1.5f, 2.5f, 0f, -1f);
    for (int i = 0; i < 4; i++) {
      data.setSafe(i, values.get(i));
    }
    vector.setNotNull(0);
    vector.setNotNull(1);
    vector.setNull(2);
    return vector;
  }

  private static FieldVector binaries(BufferAllocator allocator) {
    VarBinaryVector vector = new VarBinaryVector("binary", allocator);
    vector.setSafe(0, new byte[] {10, -1});
    vector.setSafe(1, new byte[0]);
    vector.setNull(2);
    return vector;
  }
}
