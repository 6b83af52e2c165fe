package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void countsEdits() {
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.edits("stpes", "steps")).isEqualTo(1);
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
  }

  @Test
  void findsTheNameThatWasMeant() {
    List<String> names = List.of("forward-kl", "reverse-kl", "steps", "lr");
    assertThat(Nearest.to("Forward_KL", names)).contains("forward-kl");
    assertThat(Nearest.to("revers-kl", names)).contains("reverse-kl");
    assertThat(Nearest.to("lt", names)).contains("lr");
    assertThat(Nearest.to("wibble", names)).isEmpty();
    assertThat(Nearest.to("x".repeat(100_000), names)).isEmpty();
  }
}
