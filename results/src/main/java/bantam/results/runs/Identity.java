package bantam.results.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import bantam.results.files.Contents;

/** What makes two runs the same experiment: recipe, inputs and the method's version. */
public final class Identity {
  private Identity() {}

  /**
   * @param recipe the resolved recipe as canonical JSON, without what changes no result; inputs
   *     stand in it by their identity
   * @param version the runner's version, raised when the same recipe gives other results
   * @return 64 hex digits
   */
  public static String hash(String recipe, int version) {
    return Contents.hex(("bantam " + version + "\n" + recipe).getBytes(UTF_8));
  }

  /**
   * The name of a run's directory, which is the run's id: its name and 8 digits of its identity.
   */
  public static String id(String name, String identity) {
    return name + "-" + identity.substring(0, 8);
  }
}
