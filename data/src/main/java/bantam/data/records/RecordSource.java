package bantam.data.records;

import bantam.data.corpus.JsonLine;
import java.util.stream.Stream;

/** Records with named fields. Every reading gives the same records in the same order. */
public interface RecordSource {
  /**
   * The records; close the stream to let go of the file behind it.
   *
   * @throws bantam.recipes.InputException at once or while the stream is consumed, if a file is
   *     missing, broken, or not the one that is pinned; the message names file and line
   */
  Stream<JsonLine> records();
}
