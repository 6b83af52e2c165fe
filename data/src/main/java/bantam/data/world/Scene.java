package bantam.data.world;

/**
 * A part of a story that teaches something which tasks ask for.
 *
 * @see Cast
 */
interface Scene {
  /** Some sentences about the cast; what they combine belongs to the split. */
  String tell(Cast cast, Dice dice, Split split);
}
