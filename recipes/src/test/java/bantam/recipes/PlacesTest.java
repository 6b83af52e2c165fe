package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  @Test
  void writesWhatItReads() {
    assertThat(Places.of(List.of(0, 1, 2, 7, 9, 10))).hasToString("0-2,7,9-10");
    assertThat(Places.parse("0-2,7,9-10")).isEqualTo(Places.of(List.of(0, 1, 2, 7, 9, 10)));
  }

  @Test
  void readsRangesAndSinglePlaces() {
    Places places = Places.parse("0-2,5,7-7");
    assertThat(IntStream.range(0, 10).filter(places::holds)).containsExactly(0, 1, 2, 5, 7);
    assertThat(places.last()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1-", "-1", "3-2", "1,1", "5,2", "0-4,4", "1 - 2", "9999999999"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Places.parse(text))
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith("items is '" + text + "'; it must");
  }
}
