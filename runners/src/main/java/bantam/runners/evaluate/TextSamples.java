package bantam.runners.evaluate;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.prepare.PythonText;
import bantam.data.tokenize.Tokenizer;
import bantam.results.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The log-likelihood of a text, document by document: each begins behind the prefix token, as in
 * training, every token is scored once, and none sees another document. What parts documents is not
 * scored, for it is no byte of the text. Conversations are written by the chat template, as in
 * training, and all that is said in them is scored.
 */
final class TextSamples {
  /** Documents scored together; enough to fill batches, few enough for memory. */
  private static final int AT_A_TIME = 256;

  private final Tokenizer tokenizer;
  private final int prefix;
  private final int limit;
  private final Scorer scorer;

  /**
   * @param limit tokens that the model reads at once
   */
  TextSamples(Tokenizer tokenizer, int limit, Scorer scorer) {
    this.tokenizer = tokenizer;
    this.prefix = Subject.prefix(tokenizer);
    this.limit = limit;
    this.scorer = scorer;
  }

  /** Scores a corpus and gives a row for each document that has tokens. */
  void score(String run, String name, Corpus corpus, Consumer<Row.Sample> rows) {
    try (Stream<Document> stream = corpus.documents()) {
      Iterator<Document> documents = stream.iterator();
      long first = 0;
      while (documents.hasNext()) {
        List<Document> some = new ArrayList<>();
        while (documents.hasNext() && some.size() < AT_A_TIME) {
          some.add(documents.next().writtenBy(tokenizer.chatTemplate()));
        }
        score(run, name, first, some, rows);
        first += some.size();
      }
    }
  }

  private void score(
      String run, String name, long first, List<Document> documents, Consumer<Row.Sample> rows) {
    List<List<Pair>> windows =
        documents.parallelStream()
            .map(this::encoded)
            .map(ids -> Rolling.windows(ids, prefix, limit))
            .toList();
    Iterator<Likelihood> scored =
        scorer.score(windows.stream().flatMap(List::stream).toList()).iterator();
    for (int i = 0; i < documents.size(); i++) {
      Optional<Likelihood> sum =
          Stream.generate(scored::next).limit(windows.get(i).size()).reduce(Likelihood::and);
      String item = Long.toString(first + i);
      String text = documents.get(i).text();
      List<Pair> own = windows.get(i);
      sum.ifPresent(likelihood -> rows.accept(row(run, name, item, text, own, likelihood)));
    }
  }

  /** Without the token that stands in front of every text, where the document has it itself. */
  private int[] encoded(Document document) {
    int[] ids = tokenizer.encode(document.text(), false);
    boolean there = document.marked() && ids.length > 0 && ids[0] == prefix;
    return there ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
  }

  private static Row.Sample row(
      String run,
      String name,
      String item,
      String text,
      List<Pair> windows,
      Likelihood likelihood) {
    return new Row.Sample(
        run,
        name,
        item,
        Hashes.of(text),
        Optional.empty(),
        Hashes.of(""),
        Hashes.of(text),
        0,
        likelihood.nats(),
        likelihood.greedy(),
        windows.get(windows.size() - 1).first() + 1,
        likelihood.tokens(),
        text.codePointCount(0, text.length()),
        text.getBytes(StandardCharsets.UTF_8).length,
        PythonText.words(text),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
