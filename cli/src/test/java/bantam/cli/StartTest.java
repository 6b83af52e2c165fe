package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a start loads; {@code scripts/bench/startup} measures how long it takes. */
class StartTest {
  private static final List<String> TRACE = List.of("-Xlog:class+load:stdout");
  private static final String[] HEAVY = {
    "ai.djl.", "org.apache.arrow.", "com.fasterxml.", "org.apache.logging.", "org.slf4j."
  };

  @Test
  void versionLoadsNothingElse() {
    Cli cli = Cli.fork(TRACE, "bantam.cli.Main", "--version");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains("bantam.cli.Main").doesNotContain(HEAVY);
    assertThat(cli.out()).doesNotContain("picocli.");
  }

  @Test
  void helpLoadsOnlyTheParser() {
    Cli cli = Cli.fork(TRACE, "bantam.cli.Main", "--help");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains("picocli.").doesNotContain(HEAVY);
  }

  @Test
  void checkAndListsLoadNoEngine() {
    for (String[] command : List.of(new String[] {"schema"}, new String[] {"ls", "catalogues"})) {
      Cli cli = Cli.fork(TRACE, "bantam.cli.Main", command);
      assertThat(cli.code()).as(cli.err()).isZero();
      assertThat(cli.out())
          .doesNotContain(
              "ai.djl.pytorch.", "ai.djl.engine.", ".jni.", "org.apache.arrow.", "org.slf4j.");
    }
  }
}
