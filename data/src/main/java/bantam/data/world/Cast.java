package bantam.data.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who a story is about: a child and a friend of the other sex.
 *
 * @param place where they go
 */
record Cast(Child hero, Child friend, String place) {
  static Cast of(Village village, Dice dice) {
    Child hero = dice.pick(village.children());
    List<Child> friends = village.children(!hero.person().female());
    return new Cast(hero, dice.pick(friends), dice.pick(village.places()));
  }

  /** The same story with the two in each other's place. */
  Cast turned() {
    return new Cast(/* hero= */ friend, /* friend= */ hero, place);
  }

  /** The hero's slots, the friend's with an {@code o} before them, and {@code place}. */
  Map<String, String> slots() {
    Map<String, String> slots = new HashMap<>(hero.person().slots());
    friend.person().slots().forEach((slot, value) -> slots.put("o" + slot, value));
    slots.put("place", place);
    return slots;
  }

  String fill(String template) {
    return Words.fill(template, slots());
  }
}
