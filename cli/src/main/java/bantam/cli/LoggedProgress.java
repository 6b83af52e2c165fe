package bantam.cli;

import bantam.runners.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Progress that leaves its milestones in the run's log as well. */
final class LoggedProgress implements Progress {
  private static final Logger log = LoggerFactory.getLogger(LoggedProgress.class);

  private final Progress shown;
  private String what = "";

  LoggedProgress(Progress shown) {
    this.shown = shown;
  }

  @Override
  public void begin(String newWhat, long total, String unit) {
    what = newWhat;
    log.info("{}: {} {}", what, total, unit);
    shown.begin(what, total, unit);
  }

  @Override
  public void at(long done, String note) {
    shown.at(done, note);
  }

  @Override
  public void end(String note) {
    log.info("{}: done {}", what, note);
    shown.end(note);
  }

  @Override
  public void say(String line) {
    log.info("{}", line);
    shown.say(line);
  }
}
