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
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
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
  private final Rolling rolling;

  /**
   * @param rolling how documents are cut
   */
  TextSamples(Tokenizer tokenizer, Rolling rolling) {
    this.tokenizer = tokenizer;
    this.prefix = Subject.prefix(tokenizer);
    this.rolling = rolling;
  }

  /** Scores a corpus and gives a row for each document that has tokens. */
  List<Row.Sample> score(String run, String name, Corpus corpus, Scorer scorer) {
    List<Row.Sample> rows = new ArrayList<>();
    ask(name, corpus, piece -> true, (piece, agenda) -> rows.addAll(agenda.ask(run, scorer)));
    return rows;
  }

  /**
   * What is asked about a corpus, piece by piece.
   *
   * @param wanted says of a piece's number, from 0 on, whether it is asked
   * @param asked takes what is asked about a piece
   */
  void ask(String name, Corpus corpus, LongPredicate wanted, BiConsumer<Long, Agenda> asked) {
    try (Stream<Document> stream = corpus.documents()) {
      Iterator<Document> documents = stream.iterator();
      for (long piece = 0; documents.hasNext(); piece++) {
        List<Document> some = new ArrayList<>();
        while (documents.hasNext() && some.size() < AT_A_TIME) {
          some.add(documents.next());
        }
        if (wanted.test(piece)) {
          asked.accept(piece, agenda(name, piece * AT_A_TIME, some));
        }
      }
    }
  }

  private Agenda agenda(String name, long first, List<Document> documents) {
    List<Document> written =
        documents.stream().map(one -> one.writtenBy(tokenizer.chatTemplate())).toList();
    List<List<Pair>> windows =
        written.parallelStream()
            .map(this::encoded)
            .map(ids -> rolling.windows(ids, prefix))
            .toList();
    Agenda agenda = new Agenda();
    for (int i = 0; i < written.size(); i++) {
      String item = Long.toString(first + i);
      String text = written.get(i).text();
      List<Pair> own = windows.get(i);
      if (!own.isEmpty()) {
        agenda.add(
            name,
            Optional.empty(),
            item,
            0,
            new Request(own),
            (run, sum) -> row(run, name, item, text, own, sum));
      }
    }
    return agenda;
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
