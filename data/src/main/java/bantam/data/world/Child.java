package bantam.data.world;

/** A child of the village and everything that is true of it. */
record Child(
    Person person,
    Person mother,
    Person father,
    Person sibling,
    String home,
    String food,
    String toy,
    String colour,
    String animal,
    String pet) {
  String name() {
    return person.name();
  }
}
