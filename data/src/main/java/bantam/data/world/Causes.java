package bantam.data.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows from what: states that people come to, and what becomes of things. */
final class Causes implements Scene {
  private static final Map<String, List<String>> STATES = states();
  private static final Map<String, List<String>> ENDS = ends();

  private static Map<String, List<String>> states() {
    Map<String, List<String>> states = new LinkedHashMap<>();
    states.put("hungry", List.of("{n} had no breakfast", "{n} did not eat all day"));
    states.put("tired", List.of("{n} ran all the way", "{n} did not sleep at night"));
    states.put("wet", List.of("{n} stood in the rain", "{n} fell into the pond"));
    states.put("cold", List.of("{n} sat in the snow", "{n} forgot the warm coat"));
    states.put("sad", List.of("{n} lost the {toy}", "{n} broke the {toy}"));
    states.put("afraid", List.of("{n} saw a wolf", "{n} heard a bear"));
    states.put("dirty", List.of("{n} fell into the mud", "{n} crept under the cart"));
    states.put("ill", List.of("{n} ate too many {food}", "{n} drank bad water"));
    states.put("happy", List.of("{n} found the lost {toy}", "{n} got a present"));
    states.put("late", List.of("{n} slept too long", "{n} missed the bell"));
    return states;
  }

  private static Map<String, List<String>> ends() {
    Map<String, List<String>> ends = new LinkedHashMap<>();
    ends.put("broke", List.of("{n} dropped the cup", "A stone hit the window"));
    ends.put("melted", List.of("The ice lay in the sun", "The snow came near the fire"));
    ends.put("grew", List.of("{n} watered the seed", "It rained on the young tree"));
    ends.put("burned", List.of("The paper fell into the fire", "{n} held a match to the straw"));
    ends.put("rolled", List.of("{n} pushed the barrel down the hill", "The wind blew at the ball"));
    ends.put("sank", List.of("{n} threw a stone into the pond", "The old boat had a hole"));
    return ends;
  }

  private static final List<String> WHEN = List.of("", "Later ", "That day ", "Then ");

  @Override
  public String tell(Cast cast, Dice dice, Split split) {
    Question question = ask(cast, dice, split);
    return question.prompt() + " " + question.answer() + ".";
  }

  /** What follows against what follows from something else. */
  Question ask(Cast cast, Dice dice, Split split) {
    boolean person = dice.chance(70);
    Map<String, List<String>> effects = person ? STATES : ENDS;
    List<Map.Entry<String, String>> causes = new ArrayList<>();
    effects.forEach((effect, ways) -> ways.forEach(way -> causes.add(Map.entry(effect, way))));
    int cause = dice.roll(causes.size());
    while (!split.holdsOf(cause, "cause", cast.hero().name())) {
      cause = dice.roll(causes.size());
    }
    Map<String, String> slots = cast.slots();
    slots.put("toy", cast.hero().toy());
    slots.put("food", cast.hero().food());
    String effect = causes.get(cause).getKey();
    List<String> others = effects.keySet().stream().filter(o -> !o.equals(effect)).toList();
    return new Question(
        Words.fill(
            (person ? dice.pick(WHEN) : "")
                + causes.get(cause).getValue()
                + (person ? ", so {he} was" : ", so it"),
            slots),
        effect,
        others);
  }
}
