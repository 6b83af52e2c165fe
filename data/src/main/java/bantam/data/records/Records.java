package bantam.data.records;

import bantam.recipes.Catalogue;

/** The forms of files that items are made of. */
public final class Records {
  public static final Catalogue<RecordSource> ALL =
      Catalogue.of(
          "records",
          new Catalogue.Entry<>(
              "aiw",
              "generated: girls with brothers and sisters",
              AliceRecords.Options.class,
              AliceRecords::new),
          new Catalogue.Entry<>(
              "arrow", "rows of Arrow files", ArrowRecords.Options.class, ArrowRecords::new),
          new Catalogue.Entry<>(
              "csv", "rows of CSV files", CsvRecords.Options.class, CsvRecords::new),
          new Catalogue.Entry<>(
              "json", "the objects of a JSON list", JsonRecords.Options.class, JsonRecords::new),
          new Catalogue.Entry<>(
              "jsonl", "lines of JSONL files", JsonlRecords.Options.class, JsonlRecords::new),
          new Catalogue.Entry<>(
              "lines",
              "groups of lines of text files, each line a field",
              LineRecords.Options.class,
              LineRecords::new),
          new Catalogue.Entry<>(
              "long-dependency",
              "generated: texts with a fact far from their end",
              FarFactRecords.Options.class,
              FarFactRecords::new),
          new Catalogue.Entry<>(
              "longins",
              "generated: exams of sums, some of them wrong",
              SumExamRecords.Options.class,
              SumExamRecords::new),
          new Catalogue.Entry<>(
              "memo-trap",
              "generated: sayings that are to end in another word",
              MemoTrapRecords.Options.class,
              MemoTrapRecords::new),
          new Catalogue.Entry<>(
              "parquet",
              "rows of Parquet files",
              ParquetRecords.Options.class,
              ParquetRecords::new),
          new Catalogue.Entry<>(
              "rule-sessions",
              "generated: turns of conversations whose answers keep to rules",
              RuleSessionRecords.Options.class,
              RuleSessionRecords::new),
          new Catalogue.Entry<>(
              "text",
              "pieces of text files, as the field 'text'",
              TextRecords.Options.class,
              TextRecords::new),
          new Catalogue.Entry<>(
              "written",
              "records that stand in the task file itself",
              WrittenRecords.Options.class,
              WrittenRecords::new));

  private Records() {}
}
