package bantam.runners.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import bantam.recipes.InputException;
import bantam.recipes.Sharing;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Shortage;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A process that has too little memory for the passes that it is asked to make. */
class ShortageTest {
  private static final int LENGTH = 64;
  private static final int REQUESTS = 384;

  /** 384 requests of 64 tokens take tensors of 0.4 GB as one pass, and of 0.05 GB as eight. */
  private static final Llama SHAPE =
      new Llama(16, 1, 2, 0, 4096, 0, true, 10000, 512 * LENGTH, 1e-5);

  private static final long LEFT = 400L << 20;

  /** Scores, takes its own memory away, scores again, and says what came of it. */
  static final class Poor {
    private Poor() {}

    public static void main(String[] words) throws IOException, InterruptedException {
      // libraries may say what they like, elsewhere
      PrintStream out = System.out;
      System.setOut(System.err);
      try (Engine engine = Shared.engine();
          Decoder decoder =
              Decoder.random(
                  SHAPE.config(new Tokens(300, OptionalInt.empty(), List.of())), engine, 1)) {
        decoder.freeze();
        List<Pair> pairs = pairs(REQUESTS, LENGTH);
        List<Likelihood> wanted = score(decoder, LENGTH * 16, pairs);
        limit();
        out.println("whole pass: " + whole(decoder, pairs));
        List<Likelihood> found = score(decoder, LENGTH * REQUESTS, pairs);
        double apart = 0;
        for (int i = 0; i < found.size(); i++) {
          apart = Math.max(apart, Math.abs(found.get(i).nats() - wanted.get(i).nats()));
        }
        out.println("same: " + (apart < 1e-4));
        out.println("branches: " + branches(decoder));
        try {
          score(decoder, LENGTH, pairs(1, 240 * LENGTH));
          out.println("no error");
        } catch (InputException e) {
          out.println(e.getMessage());
        }
      }
    }

    /** One row whose attention takes tables of 0.25 GB, and two requests that need none. */
    private static String branches(Decoder decoder) {
      Pair one = pairs(1, 88 * LENGTH).get(0);
      Pair other = Pair.of(one.context(), new int[] {1, 2, 3});
      List<Pair> pairs = List.of(one, other);
      int[] units = {0, 0};
      try (ModelScorer scorer =
          new ModelScorer(
              decoder, 1, EnumSet.allOf(Sharing.class), Progress.silent(), new StopSignal())) {
        Requests requests = Requests.of(pairs, units, EnumSet.allOf(Sharing.class));
        List<Load> loads = scorer.loads(requests);
        Likelihood[] found = new Likelihood[2];
        scorer.score(loads.get(0), found);
        return "%d row of %d requests".formatted(loads.size(), found[1] == null ? 1 : 2);
      }
    }

    private static List<Pair> pairs(int count, int length) {
      Random random = new Random(3);
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int[] ids = random.ints(length + 1, 0, 300).toArray();
        pairs.add(
            Pair.of(
                Arrays.copyOf(ids, length - 4), Arrays.copyOfRange(ids, length - 4, ids.length)));
      }
      return pairs;
    }

    private static List<Likelihood> score(Decoder decoder, int budget, List<Pair> pairs) {
      try (ModelScorer scorer =
          new ModelScorer(
              decoder, budget, EnumSet.allOf(Sharing.class), Progress.silent(), new StopSignal())) {
        return scorer.score(pairs);
      }
    }

    private static String whole(Decoder decoder, List<Pair> pairs) {
      int[][] rows = pairs.stream().map(Pair::input).toArray(int[][]::new);
      try (NDManager scope = decoder.engine().scope()) {
        Gradients.off(() -> decoder.hidden(scope, Decoder.ids(scope, rows), Attend.causal()));
        return "fits";
      } catch (RuntimeException e) {
        return Shortage.of(e) ? "too large" : e.toString();
      }
    }

    /** From now on the address space may grow by {@link #LEFT} only. */
    private static void limit() throws IOException, InterruptedException {
      String size =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmSize:"))
              .map(line -> line.replaceAll("\\D", ""))
              .findFirst()
              .orElseThrow();
      long limit = 1024 * Long.parseLong(size) + LEFT;
      String own = Long.toString(ProcessHandle.current().pid());
      int code =
          new ProcessBuilder("prlimit", "--pid", own, "--as=" + limit)
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("prlimit failed");
      }
    }
  }

  @Test
  void scoresInSmallerPassesWhereMemoryIsShort() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "no prlimit");
    Path errors = Files.createTempFile("poor", ".err");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // what the JVM needs, it has from the start on
            "-Xms128m",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Poor.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("DJL_OFFLINE", "true");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process poor = builder.start();
    String said = new String(poor.getInputStream().readAllBytes(), UTF_8);
    assertThat(poor.waitFor()).as(Files.readString(errors)).isZero();
    Files.delete(errors);
    assertThat(said.lines())
        .hasSize(4)
        .startsWith("whole pass: too large", "same: true", "branches: 1 row of 2 requests")
        .last()
        .asString()
        .contains("memory does not suffice for a request of", "take a smaller context");
  }
}
