package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Catalogue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schedule promises, and a few numbers worked out by hand. */
class SchedulesTest {
  private static final int WARMUP = 7;

  static Stream<Catalogue.Entry<Schedule, ?>> all() {
    return Schedules.ALL.entries().stream();
  }

  /** With the given options where the record has them, 0 elsewhere. */
  private static <O extends Record> Schedule make(
      Catalogue.Entry<Schedule, O> entry, Map<String, Object> given) {
    try {
      List<Class<?>> types = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      for (RecordComponent component : entry.options().getRecordComponents()) {
        types.add(component.getType());
        Object zero = component.getType() == int.class ? (Object) 0 : (Object) 0.0;
        values.add(given.getOrDefault(component.getName(), zero));
      }
      return entry
          .make()
          .apply(
              entry
                  .options()
                  .getDeclaredConstructor(types.toArray(Class<?>[]::new))
                  .newInstance(values.toArray()));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(entry.name(), e);
    }
  }

  private static Schedule typical(Catalogue.Entry<Schedule, ?> entry) {
    return make(entry, Map.of("warmup", WARMUP, "finalFraction", 0.25));
  }

  @ParameterizedTest
  @MethodSource("all")
  void staysWithinItsBounds(Catalogue.Entry<Schedule, ?> entry) {
    for (int steps : new int[] {1, 2, 5, WARMUP, WARMUP + 1, WARMUP + 2, 40, 1000}) {
      for (int step = 0; step < steps; step++) {
        assertThat(typical(entry).at(step, steps)).isBetween(0.0, 1.0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void risesInAStraightLineToThePeak(Catalogue.Entry<Schedule, ?> entry) {
    Schedule schedule = typical(entry);
    for (int step = 0; step <= WARMUP; step++) {
      assertThat(schedule.at(step, 100)).isCloseTo((step + 1) / 8.0, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void neverRisesAfterThePeak(Catalogue.Entry<Schedule, ?> entry) {
    Schedule schedule = typical(entry);
    for (int step = WARMUP + 1; step < 100; step++) {
      assertThat(schedule.at(step, 100)).isLessThanOrEqualTo(schedule.at(step - 1, 100));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void endsAtItsFinalFraction(Catalogue.Entry<Schedule, ?> entry) {
    double end = entry.name().equals("constant") ? 1 : 0.25;
    assertThat(typical(entry).at(99, 100)).isCloseTo(end, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isAPureFunctionOfTheStep(Catalogue.Entry<Schedule, ?> entry) {
    Schedule once = typical(entry);
    double inOrder = 0;
    for (int step = 0; step <= 60; step++) {
      inOrder = once.at(step, 100);
    }
    assertThat(typical(entry).at(60, 100)).isEqualTo(inOrder);
  }

  @Test
  void aCosineIsHalfWayDownInTheMiddle() {
    Schedule cosine = new Cosine(new Cosine.Options(10, 0.2));
    assertThat(cosine.at(55, 101)).isCloseTo(0.6, within(1e-12));
    // cos(π/3) = 1/2
    assertThat(cosine.at(40, 101)).isCloseTo(0.2 + 0.8 * 0.75, within(1e-12));
  }

  @Test
  void wsdFallsOnlyInItsLastSteps() {
    Schedule wsd = new Wsd(new Wsd.Options(0, 20, 0));
    assertThat(wsd.at(79, 100)).isEqualTo(1);
    assertThat(wsd.at(89, 100)).isCloseTo(0.5, within(1e-12));
    Schedule fifth = new Wsd(new Wsd.Options(0, 0, 0));
    assertThat(fifth.at(89, 100)).isCloseTo(0.5, within(1e-12));
  }
}
