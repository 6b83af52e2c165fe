package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzTest {
  private static final String CHARACTERS = " \t\n:{}[],&*!|>'\"%@`#?-<.$~0123456789eExab\\\u00e9\0";

  @TempDir Path folder;

  @Test
  void neverFailsButByTellingWhatIsWrong() throws IOException {
    new Examples(folder).write("facts.yaml", Examples.TASK);
    RecipeReader reader = new RecipeReader(Fakes.catalogues());
    Path file = folder.resolve("r.yaml");
    byte[] whole = Examples.PIPELINE.getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    int rounds = 1500;
    for (int round = 0; round < rounds; round++) {
      Files.write(file, mutated(whole, Randomness.of(1, "fuzz", round)));
      try {
        reader.read(new Source.File(file), List.of());
      } catch (RecipeException e) {
        assertThat(e.getMessage().lines())
            .isNotEmpty()
            .allSatisfy(
                line -> assertThat(line).matches("(?s)(and [0-9]+ more|" + folder + "/\\P{Cc}+)"));
        refused++;
      }
    }
    assertThat(refused).isBetween(rounds / 2, rounds - 1);
  }

  private static byte[] mutated(byte[] whole, RandomGenerator random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = cut(bytes, at, at + 1 + random.nextInt(20));
        case 2 -> bytes = java.util.Arrays.copyOf(bytes, Math.max(1, at));
        default -> bytes[at] = (byte) CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      }
    }
    return bytes;
  }

  private static byte[] cut(byte[] bytes, int from, int to) {
    int end = Math.min(to, bytes.length);
    byte[] shorter = new byte[Math.max(1, bytes.length - (end - from))];
    System.arraycopy(bytes, 0, shorter, 0, Math.min(from, shorter.length));
    if (end < bytes.length) {
      System.arraycopy(bytes, end, shorter, from, bytes.length - end);
    }
    return shorter;
  }
}
