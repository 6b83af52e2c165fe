package bantam.cli;

import bantam.recipes.Common;
import bantam.recipes.Failure;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether this machine is fit. */
@Command(name = "doctor", description = "Says what this machine offers and what would help.")
final class DoctorCommand implements Callable<Integer> {
  private final Bantam bantam;

  @Option(names = "--no-engine", description = "Does not start the tensor engine.")
  private boolean noEngine;

  DoctorCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public Integer call() {
    Logging.start(bantam.console(), bantam.debug(), true);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.fine("bantam", Version.number() + ", " + System.getProperty("java.class.path")));
    findings.addAll(Checkup.here(bantam.runs()).findings());
    if (!noEngine) {
      findings.add(engine());
    }
    bantam.explain(table(findings));
    boolean ill = findings.stream().anyMatch(finding -> finding.state() == Finding.State.WRONG);
    return ill ? Exit.INPUT.code() : Exit.DONE.code();
  }

  private Finding engine() {
    long start = System.nanoTime();
    try (Engine engine =
        Engine.start(
            bantam.device("auto"),
            Common.Dtype.valueOf(bantam.dtype("auto").toUpperCase(Locale.ROOT)),
            bantam.threads(0))) {
      return Finding.fine(
          "engine",
          "%s on %s, %s, %d threads; started in %.1f s"
              .formatted(
                  engine.version(),
                  engine.deviceName(),
                  engine.dtype().name().toLowerCase(Locale.ROOT),
                  engine.threads(),
                  (System.nanoTime() - start) / 1e9));
    } catch (Failure e) {
      return Finding.wrong("engine", e.getMessage(), "");
    }
  }

  private static Table table(List<Finding> findings) {
    Table table =
        Table.of(
            new Heading("what"), new Heading("state"), new Heading("found"), new Heading("advice"));
    for (Finding finding : findings) {
      table =
          table.with(
              finding.what(),
              finding.state().name().toLowerCase(Locale.ROOT),
              finding.found(),
              finding.advice());
    }
    return table;
  }
}
