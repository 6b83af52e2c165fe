package bantam.recipes;

/**
 * A member of a catalogue with its options, read and checked. In YAML {@code loss: forward-kl} when
 * every option has a default, or {@code loss: {use: forward-kl, temperature: 2}}.
 *
 * @param name the member's name, kebab-case, such as {@code forward-kl}
 * @param options the member's options record
 */
public record Choice(String name, Record options) {
  /** The name that a metric's scores have: its own, unless its options are part of it. */
  public String scoreName() {
    return options instanceof ScoreName named ? named.scoreName() : name;
  }
}
