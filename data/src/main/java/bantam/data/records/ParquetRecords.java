package bantam.data.records;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * Rows of Parquet files, lists and structs as in JSON.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">the format</a>; read by parquet-java,
 *     its reference implementation, without Hadoop
 */
final class ParquetRecords implements RecordSource {
  /** The keys of {@code use: parquet}. */
  record Options(@Inline DataFiles data) {}

  private final Options options;

  ParquetRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().paths().flatMap(ParquetRecords::records);
  }

  private static Stream<JsonLine> records(Path file) {
    ParquetReadOptions plain =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    List<JsonLine> records = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), plain)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore rows = reader.readNextRowGroup();
          rows != null;
          rows = reader.readNextRowGroup()) {
        RecordReader<Group> groups =
            columns.getRecordReader(rows, new GroupRecordConverter(schema));
        for (long row = 0; row < rows.getRowCount(); row++) {
          ObjectNode object = ParquetJson.of(groups.read());
          records.add(new JsonLine("%s: row %d".formatted(file, records.size()), object));
        }
      }
    } catch (IOException | RuntimeException e) {
      // whatever the reader has at hand for a broken file
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InputException(
          "%s: is no sound Parquet file: %s; fetch it again".formatted(file, first), e);
    }
    return records.stream();
  }
}
