package bantam.data.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A village whose people, jobs, homes, pets and toys are fixed by a seed.
 *
 * @param jobs of the parents, by name
 * @param sounds of the animals
 */
record Village(List<Child> children, Map<String, String> jobs, Map<String, String> sounds) {
  private static final int FAMILIES = 6;
  private static final List<String> GIRLS = List.of("Anna", "Lily", "Rosa", "Mia", "Nora", "Ella");
  private static final List<String> BOYS = List.of("Tom", "Ben", "Max", "Sam", "Finn", "Leo");
  private static final List<String> MOTHERS =
      List.of("Martha", "Clara", "Helen", "Ruth", "Ida", "Julia");
  private static final List<String> FATHERS =
      List.of("Peter", "Oscar", "Hugo", "Karl", "Simon", "Victor");
  private static final List<String> JOBS =
      List.of(
          "baker", "miller", "smith", "farmer", "teacher", "doctor", "fisher", "tailor", "painter",
          "weaver", "hunter", "postman");
  private static final List<String> HOMES =
      List.of("mill", "river", "bridge", "church", "forest", "market");
  private static final List<String> FOODS =
      List.of("apples", "pears", "plums", "nuts", "cherries", "pancakes");
  private static final List<String> TOYS = List.of("kite", "ball", "drum", "boat", "hat", "scarf");
  private static final List<String> COLOURS =
      List.of("red", "blue", "green", "yellow", "white", "black");
  private static final Map<String, String> SOUNDS = animals();
  private static final List<String> PETS =
      List.of(
          "Milo", "Pip", "Rex", "Daisy", "Coco", "Spot", "Bella", "Otto", "Luna", "Moss", "Button",
          "Snowy");

  private static Map<String, String> animals() {
    Map<String, String> sounds = new LinkedHashMap<>();
    sounds.put("cat", "meow");
    sounds.put("dog", "woof");
    sounds.put("duck", "quack");
    sounds.put("goat", "baa");
    sounds.put("cow", "moo");
    sounds.put("pig", "oink");
    return sounds;
  }

  /** The village of a seed. */
  static Village of(long seed) {
    Dice dice = new Dice(seed, "village", 0);
    List<String> girls = dice.shuffled(GIRLS);
    List<String> boys = dice.shuffled(BOYS);
    List<String> mothers = dice.shuffled(MOTHERS);
    List<String> fathers = dice.shuffled(FATHERS);
    List<String> homes = dice.shuffled(HOMES);
    List<String> jobs = dice.shuffled(JOBS);
    List<Supply> supplies = Supply.of(dice);
    List<Child> children = new ArrayList<>();
    Map<String, String> jobOf = new LinkedHashMap<>();
    for (int f = 0; f < FAMILIES; f++) {
      Person girl = new Person(girls.get(f), true);
      Person boy = new Person(boys.get(f), false);
      Person mother = new Person(mothers.get(f), true);
      Person father = new Person(fathers.get(f), false);
      jobOf.put(mother.name(), jobs.get(2 * f));
      jobOf.put(father.name(), jobs.get(2 * f + 1));
      children.add(supplies.get(2 * f).child(girl, mother, father, boy, homes.get(f)));
      children.add(supplies.get(2 * f + 1).child(boy, mother, father, girl, homes.get(f)));
    }
    return new Village(List.copyOf(children), jobOf, SOUNDS);
  }

  /** What one child has; each thing is had by two children at most. */
  private record Supply(String food, String toy, String colour, String animal, String pet) {
    static List<Supply> of(Dice dice) {
      List<String> foods = dice.shuffled(twice(FOODS));
      List<String> toys = dice.shuffled(twice(TOYS));
      List<String> colours = dice.shuffled(twice(COLOURS));
      List<String> animals = dice.shuffled(twice(List.copyOf(SOUNDS.keySet())));
      List<String> pets = dice.shuffled(PETS);
      return IntStream.range(0, 2 * FAMILIES)
          .mapToObj(
              i ->
                  new Supply(
                      foods.get(i), toys.get(i), colours.get(i), animals.get(i), pets.get(i)))
          .toList();
    }

    private static List<String> twice(List<String> things) {
      return Stream.concat(things.stream(), things.stream()).toList();
    }

    Child child(Person person, Person mother, Person father, Person sibling, String home) {
      return new Child(person, mother, father, sibling, home, food, toy, colour, animal, pet);
    }
  }

  /** Places that stories may go to. */
  List<String> places() {
    return HOMES;
  }

  /** Children of the given sex. */
  List<Child> children(boolean female) {
    return children.stream().filter(child -> child.person().female() == female).toList();
  }
}
