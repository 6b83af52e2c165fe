package bantam.runners.evaluate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real models, data and golden numbers, which lie beside the project and not in it. */
public final class Shared {
  /** A real trained model of 260 thousand parameters. */
  public static final String STORIES = "reference/golden/stories260K";

  private Shared() {}

  /** A file or directory; the test is skipped where it is missing. */
  public static Path path(String name) {
    Path path = Path.of(System.getProperty("bantam.shared", "../shared"), name);
    assumeTrue(Files.exists(path), "no ../shared");
    return path;
  }

  public static JsonNode json(String name) {
    try {
      return new JsonMapper().readTree(path(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first lines of a JSONL file. */
  public static List<JsonNode> lines(String name, int count) {
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path(name)).subList(0, count)) {
        lines.add(new JsonMapper().readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  public static int[] ints(JsonNode list) {
    int[] ints = new int[list.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = list.get(i).intValue();
    }
    return ints;
  }

  /** The keys that every recipe has: float32 on the CPU. */
  public static Common common(String name) {
    return new Common(name, "", 17, "cpu", Common.Dtype.F32, 2);
  }

  /** float32 on the CPU. */
  public static Engine engine() {
    return Engine.start("cpu", Common.Dtype.F32, 2);
  }
}
