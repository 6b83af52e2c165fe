package bantam.cli;

/** What the process's exit code says; the README lists them. */
enum Exit {
  DONE(0, "done"),
  BUG(1, "internal error: a bug, and the message says so"),
  USAGE(2, "the recipe or the command line is wrong"),
  INPUT(3, "data, a model or a file is wrong or missing"),
  FAILED(4, "the run diverged, or something that the recipe expects does not hold"),
  AGAIN(75, "stopped with everything saved, or another process has the run: run it again"),
  INTERRUPTED(130, "interrupted by the user with everything saved");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }
}
