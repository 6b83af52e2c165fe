package bantam.data.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The village's facts, as its stories tell them and as its tasks ask for them. */
final class VillageFacts {
  private final Village village;

  VillageFacts(Village village) {
    this.village = village;
  }

  /** Every fact that tasks ask for. */
  List<Fact> all() {
    List<Fact> facts = new ArrayList<>();
    for (Child child : village.children()) {
      facts.addAll(of(child));
      facts.add(job(child.mother()));
      facts.add(job(child.father()));
    }
    village.sounds().keySet().forEach(animal -> facts.add(sound(animal)));
    return facts.stream().distinct().toList();
  }

  /** What is true of one child. */
  List<Fact> of(Child child) {
    return List.of(
        home(child),
        mother(child),
        father(child),
        sibling(child),
        food(child),
        colour(child),
        animal(child),
        pet(child));
  }

  Fact home(Child child) {
    return Fact.of(
        "home",
        child.person().slots(),
        child.home(),
        village.children().stream().map(Child::home).toList(),
        List.of("{n} lived by the {answer}.", "The house of {n} stood by the {answer}."),
        List.of("{n} came from the house by the {answer}."));
  }

  Fact mother(Child child) {
    return Fact.of(
        "mother",
        child.person().slots(),
        child.mother().name(),
        village.children().stream().map(other -> other.mother().name()).toList(),
        List.of("The mother of {n} was {answer}.", "The mother of {n} was called {answer}."),
        List.of("{answer} was the mother of {n}.", "{n} was the {son} of {answer}."));
  }

  Fact father(Child child) {
    return Fact.of(
        "father",
        child.person().slots(),
        child.father().name(),
        village.children().stream().map(other -> other.father().name()).toList(),
        List.of("The father of {n} was {answer}.", "The father of {n} was called {answer}."),
        List.of("{answer} was the father of {n}."));
  }

  Fact sibling(Child child) {
    Map<String, String> slots = new HashMap<>(child.person().slots());
    slots.put("kin", child.sibling().female() ? "sister" : "brother");
    return Fact.of(
        "sibling",
        slots,
        child.sibling().name(),
        village.children(child.sibling().female()).stream().map(Child::name).toList(),
        List.of("The {kin} of {n} was {answer}.", "{n} had a {kin} called {answer}."),
        List.of("{answer} was the {kin} of {n}."));
  }

  Fact food(Child child) {
    return Fact.of(
        "food",
        child.person().slots(),
        child.food(),
        village.children().stream().map(Child::food).toList(),
        List.of("{n} loved to eat {answer}.", "More than anything, {n} liked {answer}."),
        List.of("There was nothing that {n} liked more than {answer}."));
  }

  Fact colour(Child child) {
    Map<String, String> slots = new HashMap<>(child.person().slots());
    slots.put("toy", child.toy());
    return Fact.of(
        "colour",
        slots,
        child.colour(),
        village.children().stream().map(Child::colour).toList(),
        List.of("The {toy} of {n} was {answer}."),
        List.of("{n} had a {answer} {toy}.", "{n} took the {answer} {toy} along."));
  }

  Fact animal(Child child) {
    return Fact.of(
        "animal",
        child.person().slots(),
        child.animal(),
        List.copyOf(village.sounds().keySet()),
        List.of("The pet of {n} was a {answer}.", "{n} kept a {answer}."),
        List.of("{n} went out with the {answer}."));
  }

  Fact pet(Child child) {
    Map<String, String> slots = new HashMap<>(child.person().slots());
    slots.put("animal", child.animal());
    return Fact.of(
        "pet",
        slots,
        child.pet(),
        village.children().stream().map(Child::pet).toList(),
        List.of("The {animal} of {n} was called {answer}.", "{n} had a {animal} called {answer}."),
        List.of("{answer} was the {animal} of {n}."));
  }

  Fact job(Person parent) {
    return Fact.of(
        "job",
        parent.slots(),
        village.jobs().get(parent.name()),
        List.copyOf(village.jobs().values()),
        List.of("{n} worked as a {answer}.", "In the village {n} was the {answer}."),
        List.of("{n} the {answer} was hard at work."));
  }

  Fact sound(String animal) {
    return Fact.of(
        "sound",
        Map.of("animal", animal),
        village.sounds().get(animal),
        List.copyOf(village.sounds().values()),
        List.of("The {animal} said {answer}.", "All day long the {animal} went {answer}."),
        List.of());
  }
}
