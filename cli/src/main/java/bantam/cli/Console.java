package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/**
 * The two streams of the process: results go to one, everything else to the other. At most one line
 * of the other is live: redrawn in place, and out of the way of lines that stay.
 */
final class Console {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream results;
  private final PrintStream notes;
  private String live = "";

  Console(PrintStream results, PrintStream notes) {
    this.results = results;
    this.notes = notes;
  }

  /** Standard output and standard error, in UTF-8 whatever the locale. */
  static Console standard() {
    return new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    // A large table flushes when its buffer is full, and at the end.
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16), false, UTF_8);
  }

  /** Where results go. */
  PrintStream results() {
    return results;
  }

  /** A line for the user that stays. */
  synchronized void say(String line) {
    erase();
    notes.println(line);
    draw();
  }

  /** Redraws the live line; an empty one removes it. */
  synchronized void live(String line) {
    erase();
    live = line;
    draw();
  }

  /** Gets everything out. */
  synchronized void flush() {
    results.flush();
    notes.flush();
  }

  private void erase() {
    if (!live.isEmpty()) {
      notes.print(ERASE);
    }
  }

  private void draw() {
    notes.print(live);
    notes.flush();
  }
}
