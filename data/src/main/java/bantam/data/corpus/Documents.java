package bantam.data.corpus;

import bantam.data.Document;
import bantam.recipes.InputException;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams of documents over iterators that hold a file open. */
final class Documents {
  private Documents() {}

  /**
   * @param name of the text, for the message when there is none
   * @param close lets go of the file; called by the stream's own close, and at its end
   */
  static Stream<Document> stream(String name, Iterator<Document> documents, Runnable close) {
    Iterator<Document> checked =
        new Iterator<>() {
          private boolean some;

          @Override
          public boolean hasNext() {
            boolean more = documents.hasNext();
            if (!more) {
              close.run();
              if (!some) {
                throw new InputException(name + ": holds no document; take another file or part");
              }
            }
            return more;
          }

          @Override
          public Document next() {
            some = true;
            return documents.next();
          }
        };
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(checked, 0), false)
        .onClose(close);
  }
}
