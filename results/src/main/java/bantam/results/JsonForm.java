package bantam.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** An array with an object for each row, a row on each line. */
final class JsonForm {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonForm() {}

  static void print(Table table, Appendable out) throws IOException {
    String separator = "[";
    for (List<Object> row : table.rows()) {
      out.append(separator).append('\n').append(object(table.columns(), row));
      separator = ",";
    }
    out.append(table.rows().isEmpty() ? "[]\n" : "\n]\n");
  }

  private static String object(List<Table.Heading> columns, List<Object> row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int c = 0; c < row.size(); c++) {
        json.writeFieldName(columns.get(c).name());
        value(json, row.get(c));
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void value(JsonGenerator json, Object cell) throws IOException {
    if (cell == null) {
      json.writeNull();
    } else if (cell instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (cell instanceof Double number) {
      // NaN and infinities are no JSON numbers: the generator makes strings of them.
      json.writeNumber(number);
    } else if (cell instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (cell instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(json, element);
      }
      json.writeEndArray();
    } else if (cell instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        value(json, entry.getValue());
      }
      json.writeEndObject();
    } else {
      json.writeString(cell.toString());
    }
  }
}
