package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bantam run} from the command line to the run's directory. */
class RunTest {
  private static final String TINY = Project.root().resolve("scripts/check/tiny.yaml").toString();
  static final List<String> FLAGS =
      Stream.concat(
              Stream.of("--add-opens=java.base/java.nio=ALL-UNNAMED"),
              Runtime.version().feature() < 24
                  ? Stream.of()
                  : Stream.of(
                      "--enable-native-access=ALL-UNNAMED",
                      "--sun-misc-unsafe-memory-access=allow"))
          .toList();

  @TempDir private Path runs;

  private Cli run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", TINY, "--runs", runs.toString()));
    arguments.addAll(List.of(more));
    return Cli.call(arguments.toArray(String[]::new));
  }

  private Cli call(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--runs", runs.toString()));
    return Cli.call(arguments.toArray(String[]::new));
  }

  @Test
  void runsEveryKindOnceAndShowsWhatCameOut() throws IOException {
    Cli first = run();
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("adapted", "village_bpb");
    assertThat(first.err()).contains("stage 1 of 7, teacher", "done: " + runs.toAbsolutePath());
    Cli second = run();
    assertThat(second.code()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).contains("done before:").doesNotContain("stage 1 of 7");

    assertThat(call("ls", "runs").out()).contains("tiny-", "teacher-", "pipeline", "done");
    assertThat(call("show", "run", "tiny").out()).contains("status", "done", "run " + TINY);
    assertThat(call("table", "teacher:metrics", "--format", "csv", "--limit", "2").out().lines())
        .hasSize(3);
    assertThat(call("table", "tiny").out()).contains("stages", "7");
    assertThat(call("table", "tiny:nothing").err()).contains("has no table 'nothing'", "stages");
    assertThat(call("show", "run", "nobody").code()).isEqualTo(Exit.INPUT.code());
    modelsAnswerDirectly();
  }

  private void modelsAnswerDirectly() throws IOException {
    Cli json = call("inspect", "teacher", "--ids", "5,9,11", "--top", "2", "--format", "json");
    assertThat(json.err()).isEmpty();
    JsonNode seen = new JsonMapper().readTree(json.out());
    assertThat(seen.at("/tokens/0/logprob").isNull()).isTrue();
    assertThat(seen.at("/tokens/2/top")).hasSize(2);
    assertThat(seen.at("/sum_logprob").asDouble())
        .isEqualTo(
            seen.at("/tokens/1/logprob").asDouble() + seen.at("/tokens/2/logprob").asDouble());
    assertThat(call("inspect", "teacher", "--text", "Ana").out()).contains("logprob", "greedy: ");
    assertThat(call("inspect", "teacher", "--ids", "99999").err()).contains("0 to 299");
    String text = call("generate", "teacher", "--prompt", "Once", "--max-tokens", "3").out();
    assertThat(text).startsWith("Once");
    assertThat(call("generate", "teacher", "--prompt", "Once", "--max-tokens", "3").out())
        .isEqualTo(text);
  }

  @Test
  void theLogHasWhatTheConsoleHasNot() throws IOException {
    assertThat(run("--quiet").err()).isEmpty();
    try (Stream<Path> all = Files.list(runs)) {
      Path teacher =
          all.filter(path -> path.toString().contains("teacher-")).findFirst().orElseThrow();
      assertThat(teacher.resolve("log.txt")).content().contains("INFO", "training");
    }
  }

  @Test
  void anUnmetExpectationIsExitCodeFour() {
    Cli cli = run("--set", "expect=[{that: scores.village.bits_per_byte, below: '0.1'}]");
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.FAILED.code());
    assertThat(cli.out()).contains("adapted");
    assertThat(cli.err()).contains("bits_per_byte", "0.1");
  }

  @Test
  void aSweepIsRefusedClearly() throws IOException {
    Path sweep = runs.resolve("s.yaml");
    Files.writeString(
        sweep,
        """
        kind: sweep
        name: s
        recipe: {extends: %s}
        over: {seed: ['1', '2']}
        """
            .formatted(TINY));
    Cli cli = Cli.call("run", sweep.toString());
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.USAGE.code());
    assertThat(cli.err()).contains("sweep");
  }

  @Test
  void aMissingFileIsExitCodeThree() {
    Cli cli = Cli.call("run", "text-file", "--set", "train.path=/no/such/file");
    assertThat(cli.code()).isEqualTo(Exit.INPUT.code());
    assertThat(cli.err()).contains("/no/such/file");
  }

  @Test
  void anInterruptedRunGoesOnAndGivesTheSame(@TempDir Path others) throws Exception {
    Process process = start("--set", "stages.teacher.steps=400");
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.contains("stage 1 of 7")) {
        line = err.readLine();
      }
      Cli live = call("table", "teacher:metrics", "--format", "csv");
      for (int i = 0; i < 300 && live.out().lines().count() < 4; i++) {
        Thread.sleep(100);
        live = call("table", "teacher:metrics", "--format", "csv");
      }
      assertThat(live.out()).as("what the living run has measured").contains(",train,loss,");
      assertThat(process.isAlive()).isTrue();
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      String last = err.lines().reduce("", (a, b) -> b);
      assertThat(process.waitFor()).as(last).isEqualTo(Exit.AGAIN.code());
    }
    assertThat(call("ls", "runs").out()).contains("interrupted");
    assertThat(run("--set", "stages.teacher.steps=400").code()).isZero();
    List<String> elsewhere =
        List.of("run", TINY, "--set", "stages.teacher.steps=400", "--runs", others.toString());
    assertThat(Cli.call(elsewhere.toArray(String[]::new)).code()).isZero();
    assertThat(contents(runs)).isEqualTo(contents(others));
  }

  private Process start(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "bantam.cli.Main"));
    command.addAll(List.of("run", TINY, "--runs", runs.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Weights and tables by path, wall-clock times left out. */
  private static Map<String, String> contents(Path directory) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        String name = directory.relativize(file).toString();
        if (name.matches(".*\\.(arrow|safetensors)") && !name.matches(".*(timings|efficiency).*")) {
          byte[] hash =
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          contents.put(name, java.util.HexFormat.of().formatHex(hash));
        }
      }
    }
    assertThat(contents).isNotEmpty();
    return contents;
  }

  @Test
  void aFullDiskIsOneLineAndLeavesNothingThatLooksWhole() throws IOException {
    String mount = "mount -t tmpfs -o size=200k none '%s'".formatted(runs);
    assumeTrue(
        Cli.process(runs, Map.of(), List.of("unshare", "-rm", "sh", "-c", mount)).code() == 0,
        "no mount namespace");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "%s && '%s' %s -cp '%s' bantam.cli.Main run '%s' --runs '%s'; code=$?; find '%s' >&2; exit $code"
            .formatted(
                mount,
                java,
                String.join(" ", FLAGS),
                System.getProperty("java.class.path"),
                TINY,
                runs,
                runs);
    Cli cli = Cli.process(Path.of("/"), Map.of(), List.of("unshare", "-rm", "sh", "-c", command));
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.INPUT.code());
    assertThat(cli.err().lines().filter(line -> line.startsWith("bantam: "))).hasSize(1);
    assertThat(cli.err())
        .containsPattern("No space left|the disk has 0[.]. MB left")
        .doesNotContain(".partial", "Exception");
  }
}
