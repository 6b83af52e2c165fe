package bantam.recipes;

/** Options of a metric that are part of the name which its scores have, such as k of pass@k. */
public interface ScoreName {
  /** The name that a score has in tables, groups and expectations. */
  String scoreName();
}
