package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bantam.runners.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(notes, false, UTF_8);
  private final Console console = new Console(stream, stream);
  private final AtomicLong nanos = new AtomicLong();

  private void train(Progress progress, int steps, int stepMillis) {
    progress.begin("training", steps, "steps");
    for (int step = 1; step <= steps; step++) {
      nanos.addAndGet(stepMillis * 1_000_000L);
      progress.at(step, "loss 2.31");
    }
    progress.end("loss 2.31");
  }

  private String text() {
    return notes.toString(UTF_8);
  }

  @Test
  void linesComeEveryTenSecondsAtMost() {
    train(new Lines(console, nanos::get), 100, 500);
    assertThat(text().lines())
        .containsExactly(
            "  training: 20 of 100 steps, 2.00 steps/s, 0:40 left, loss 2.31",
            "  training: 40 of 100 steps, 2.00 steps/s, 0:30 left, loss 2.31",
            "  training: 60 of 100 steps, 2.00 steps/s, 0:20 left, loss 2.31",
            "  training: 80 of 100 steps, 2.00 steps/s, 0:10 left, loss 2.31",
            "  training: 100 of 100 steps, 2.00 steps/s, 0:00 left, loss 2.31",
            "  training: loss 2.31, 0:50");
  }

  @Test
  void workWithoutAKnownEndTellsNoTimeLeft() {
    for (Progress progress :
        new Progress[] {new Lines(console, nanos::get), new Bar(console, 80, nanos::get)}) {
      progress.begin("scoring", 0, "tokens");
      progress.at(50, "");
      nanos.addAndGet(10_000_000_000L);
      progress.at(150, "");
    }
    assertThat(text())
        .contains("  scoring: 150 tokens, 10.0 tokens/s")
        .contains("scoring 150, 10.0 tokens/s")
        .doesNotContain("of 0", "/0", "left");
  }

  @Test
  void barRedrawsOneLineAndLeavesOne() {
    train(new Bar(console, 80, nanos::get), 4, 1000);
    String[] drawn = text().split("\r\u001b\\[K", -1);
    assertThat(drawn[2])
        .isEqualTo("training [==========>         ] 2/4, 1.00 steps/s, 0:02 left, loss 2.31");
    assertThat(drawn[drawn.length - 1])
        .isEqualTo("  training: loss 2.31, 0:04" + System.lineSeparator());
  }

  @Test
  void barStaysWithinTheTerminal() {
    train(new Bar(console, 30, nanos::get), 4, 1000);
    assertThat(text().split("\r\u001b\\[K|\\R", -1)).allMatch(line -> line.length() < 30);
  }

  @Test
  void linesThatStayDoNotBreakTheBar() {
    Bar bar = new Bar(console, 80, nanos::get);
    bar.begin("training", 2, "steps");
    bar.say("stage 2 of 3");
    assertThat(text()).isEqualTo("training ...\r\u001b[Kstage 2 of 3%ntraining ...".formatted());
  }

  @Test
  void resumedWorkIsNotCountedAsFast() {
    Pace pace = Pace.start(1000, 900, 0).at(910, 10_000_000_000L);
    assertThat(pace.rate()).hasValue(1.0);
    assertThat(pace.tell("steps")).isEqualTo("1.00 steps/s, 1:30 left");
  }

  @Test
  void saysNothingBeforeItKnows() {
    assertThat(Pace.start(10, 1, 0).tell("steps")).isEmpty();
  }

  @Test
  void clocksHours() {
    assertThat(Pace.clock(7)).isEqualTo("0:07");
    assertThat(Pace.clock(725)).isEqualTo("12:05");
    assertThat(Pace.clock(3723)).isEqualTo("1:02:03");
  }
}
