package bantam.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The commands; only the one that is called is loaded. */
enum Verb {
  RUN,
  EVALUATE,
  COMPARE,
  DENSITY,
  SCORE,
  AUDIT,
  GENERATE,
  INSPECT,
  PLAN,
  CHECK,
  SHOW,
  LS,
  TABLE,
  SCHEMA,
  DOCTOR,
  BENCH,
  BENCH_EVALUATE,
  BENCH_GENERATE,
  BENCH_LOAD,
  BENCH_TOKENIZER,
  WARM_UP;

  /** What the command line says. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Object command(Bantam bantam) {
    return switch (this) {
      case RUN -> new RunCommand(bantam);
      case EVALUATE -> new EvaluateCommand(bantam);
      case COMPARE -> new CompareCommand(bantam);
      case DENSITY -> new DensityCommand(bantam);
      case SCORE -> new ScoreCommand(bantam);
      case AUDIT -> new AuditCommand(bantam);
      case GENERATE -> new GenerateCommand(bantam);
      case INSPECT -> new InspectCommand(bantam);
      case PLAN -> new PlanCommand(bantam);
      case CHECK -> new CheckCommand(bantam);
      case SHOW -> new ShowCommand(bantam);
      case LS -> new LsCommand(bantam);
      case TABLE -> new TableCommand(bantam);
      case SCHEMA -> new SchemaCommand(bantam);
      case DOCTOR -> new DoctorCommand(bantam);
      case BENCH -> new BenchCommand(bantam);
      case BENCH_EVALUATE -> new BenchEvaluateCommand(bantam);
      case BENCH_GENERATE -> new BenchGenerateCommand(bantam);
      case BENCH_LOAD -> new BenchLoadCommand(bantam);
      case BENCH_TOKENIZER -> new BenchTokenizerCommand(bantam);
      case WARM_UP -> new WarmUpCommand(bantam);
    };
  }

  /** The commands that arguments may need: the first word's, or all where it is none. */
  static List<Verb> neededBy(String... arguments) {
    return Arrays.stream(values())
        .filter(verb -> arguments.length > 0 && verb.word().equals(arguments[0]))
        .findFirst()
        .map(List::of)
        .orElseGet(() -> List.of(values()));
  }
}
