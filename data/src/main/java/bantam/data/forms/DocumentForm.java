package bantam.data.forms;

import bantam.data.Document;
import bantam.data.corpus.JsonLine;
import java.util.List;

/** How an entry of a data set, a JSON object or a row of a table, becomes a document. */
public interface DocumentForm {
  /** The fields that it reads, and that every entry must have. */
  List<String> fields();

  /** The fields that it reads where an entry has them. */
  default List<String> optional() {
    return List.of();
  }

  /**
   * An entry as a document.
   *
   * @throws bantam.recipes.InputException with the entry's place if a field is missing or wrong
   */
  Document document(JsonLine entry);
}
