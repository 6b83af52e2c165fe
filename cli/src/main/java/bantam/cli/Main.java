package bantam.cli;

/** The process. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Console console = Console.standard();
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      // What scripts ask most often need not load the parser.
      console.results().println("bantam " + Version.number());
      console.flush();
      return;
    }
    System.exit(Bantam.execute(console, arguments));
  }
}
