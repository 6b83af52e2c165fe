package bantam.runners.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.Common;
import bantam.recipes.RecipeException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineTest {
  @Test
  void takesTheRecipesThreadsThenSlurmsThenTheCores() {
    Map<String, String> slurm = Map.of("SLURM_CPUS_PER_TASK", "6");
    assertThat(Devices.threads(3, slurm, 8)).isEqualTo(3);
    assertThat(Devices.threads(0, slurm, 8)).isEqualTo(6);
    assertThat(Devices.threads(0, Map.of(), 8)).isEqualTo(8);
    assertThat(Devices.threads(0, Map.of("SLURM_CPUS_PER_TASK", "none"), 8)).isEqualTo(8);
  }

  @Test
  void takesBf16OnlyWhereTheProcessorMultipliesIt() {
    assertThat(Devices.fastBf16(Set.of("avx2", "fma"))).isFalse();
    assertThat(Devices.fastBf16(Set.of("avx2", "avx512_bf16"))).isTrue();
    assertThat(Devices.fastBf16(Set.of("amx_bf16"))).isTrue();
  }

  @Test
  void refusesADeviceThatIsNotHere() {
    assertThatThrownBy(() -> Engine.start("cuda:63", Common.Dtype.AUTO, 0).close())
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith("device is cuda:63; ")
        .hasMessageContaining("use device cpu or auto");
  }

  @Test
  void startsAgainAndAgain() {
    for (int threads : new int[] {1, 2, 1}) {
      try (Engine engine = Engine.start("cpu", Common.Dtype.BF16, threads)) {
        assertThat(engine.threads()).isEqualTo(threads);
        assertThat(engine.dtype()).isEqualTo(Dtype.BF16);
        assertThat(engine.version()).startsWith("PyTorch 2.");
        assertThat(engine.deviceName()).isNotBlank();
      }
    }
  }
}
