package bantam.data.world;

import java.util.ArrayList;
import java.util.List;

/** Children's stories from the village: a child goes out, meets a friend, and comes home. */
final class VillageStories implements Register {
  private static final int SHORTEST = 60;
  private static final int LONGEST = 150;
  private static final List<String> TIMES =
      List.of(
          "One morning",
          "One day",
          "One sunny day",
          "One cold morning",
          "In the spring",
          "Last summer",
          "One windy day",
          "On Sunday");
  private static final List<String> STARTS =
      List.of(
          "{n} went out to play.",
          "{n} woke up early.",
          "{n} wanted to see the {place}.",
          "{n} was looking for something to do.",
          "there was a {boy} who wanted to see the {place}. {His} name was {n}.");
  private static final List<String> MEETINGS =
      List.of(
          "By the {place} {he} met {on}.",
          "On the way {he} met {on}.",
          "Soon {on} came along.",
          "{On} was there, too.");
  private static final List<String> ENDS =
      List.of(
          "In the evening {n} went home to the {home}.",
          "Then {n} ran home, back to the {home}.",
          "At last it was time to go home to the {home}, and {n} slept well.",
          "When the sun went down, {n} was back by the {home}.");

  private final Village village;
  private final VillageFacts facts;
  private final List<Scene> scenes =
      List.of(
          new Arithmetic(),
          new Arithmetic(),
          new Causes(),
          new Order(),
          new Coreference(),
          new Agreement());

  VillageStories(Village village) {
    this.village = village;
    this.facts = new VillageFacts(village);
  }

  @Override
  public String document(Dice dice, Split split) {
    String story;
    do {
      story = story(Cast.of(village, dice), dice, split);
    } while (Words.count(story) < SHORTEST || Words.count(story) > LONGEST);
    return story;
  }

  private String story(Cast cast, Dice dice, Split split) {
    List<String> parts = new ArrayList<>();
    String start = cast.fill(dice.pick(STARTS));
    parts.add(dice.pick(TIMES) + (start.startsWith("there") ? " " : ", ") + start);
    for (Fact fact : dice.some(2 + dice.roll(3), facts.of(cast.hero()))) {
      parts.add(dice.pick(fact.sentences()));
    }
    parts.add(cast.fill(dice.pick(MEETINGS)));
    for (Fact fact : dice.some(1 + dice.roll(2), facts.of(cast.friend()))) {
      parts.add(dice.pick(fact.sentences()));
    }
    List<Scene> played = dice.some(2 + dice.roll(2), scenes);
    for (Scene scene : played) {
      parts.add(scene.tell(dice.chance(60) ? cast : cast.turned(), dice, split));
      if (dice.chance(40)) {
        parts.add(aside(cast, dice));
      }
    }
    parts.add(end(cast, dice));
    return String.join(" ", parts);
  }

  private String aside(Cast cast, Dice dice) {
    Child child = dice.chance(50) ? cast.hero() : cast.friend();
    Fact fact =
        switch (dice.roll(4)) {
          case 0 -> facts.sound(child.animal());
          case 1 -> facts.job(child.mother());
          case 2 -> facts.job(child.father());
          default -> dice.pick(facts.of(child));
        };
    return dice.pick(fact.sentences());
  }

  private static String end(Cast cast, Dice dice) {
    var slots = cast.slots();
    slots.put("home", cast.hero().home());
    return Words.fill(dice.pick(ENDS), slots);
  }
}
