package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says about itself, and about what it does not understand. */
class UsageTest {
  @Test
  void printsItsVersion() {
    Cli cli = Cli.call("--version");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).matches("bantam \\d+\\.\\d+\\.\\d+\\R");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void helpsOnStdout() {
    Cli cli = Cli.call("--help");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains("run", "check", "doctor", "--runs", "BANTAM_RUNS");
    assertThat(cli.out()).doesNotContain("warm-up");
    assertThat(cli.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "run",
    "evaluate",
    "compare",
    "density",
    "score",
    "generate",
    "inspect",
    "check",
    "show",
    "ls",
    "table",
    "schema",
    "doctor"
  })
  void helpsWithEveryCommand(String command) {
    Cli cli = Cli.call(command, "--help");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).startsWith("Usage: bantam " + command).contains("--set", "--debug");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|a command is missing",
        "chekc|there is no command 'chekc'; did you mean 'check'?",
        "frobnicate|there is no command 'frobnicate' (run, evaluate, compare, density, score, audit, generate,",
        "generate m|missing required option: '--prompt=TEXT'",
        "generate m --prompt x --top-p 0|--top-p is 0.0; it must be above 0",
        "inspect m|argument",
        "inspect m --text a --ids 1|mutually exclusive",
        "run --forat json x|there is no option '--forat'; did you mean '--format'?",
        "run --forat=json x|there is no option '--forat'; did you mean '--format'?",
        "run|missing required parameter: 'RECIPE'; see bantam run --help",
        "check|missing required parameter",
        "run a b|'b' is one argument too many",
        "table x --limit ten|invalid value for option '--limit'",
        "table x --limit -1|--limit is -1; it must not be negative",
        "run quickstart --runs|missing required parameter for option '--runs'",
        "ls kinds --format xml|--format is 'xml'; it must be one of table, csv, json, md",
        "ls rusn|'rusn'; did you mean 'runs'?",
        "show recpie x|'recpie'; did you mean 'recipe'?",
        "show recipe quickstrat|quickstrat",
        "--threads many run x|invalid value for option '--threads'"
      })
  void tellsWhatIsWrongInOneLine(String arguments, String message) {
    Cli cli = Cli.call(arguments == null ? new String[0] : arguments.split(" ", -1));
    assertThat(cli.code()).isEqualTo(Exit.USAGE.code());
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.err()).startsWith("bantam: ").contains(message);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void takesCommonOptionsBeforeTheCommandAndBehindIt() {
    String behind = Cli.call("ls", "kinds", "--format", "json").out();
    assertThat(behind).startsWith("[");
    assertThat(Cli.call("--format", "json", "ls", "kinds").out()).isEqualTo(behind);
  }

  @Test
  void readsNoArgumentsFromFiles() {
    assertThat(Cli.call("show", "recipe", "@nowhere").err()).contains("'@nowhere'");
  }
}
