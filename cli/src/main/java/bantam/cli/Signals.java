package bantam.cli;

import bantam.recipes.StoppedException.Cause;
import bantam.runners.StopSignal;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns signals into a {@link StopSignal}: SIGINT (Ctrl-C) for the user; SIGTERM, SIGUSR1 and
 * SIGHUP for a machine that wants its cores back. A second SIGINT ends the process at once; what
 * was saved before is whole.
 */
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("INT", "TERM", "USR1", "HUP");

  private final StopSignal stop;
  private final Console console;
  private final AtomicInteger interrupts = new AtomicInteger();
  private final Map<Object, Object> before = new LinkedHashMap<>();

  private Signals(StopSignal stop, Console console) {
    this.stop = stop;
    this.console = console;
  }

  /** Listens until it is closed. */
  static Signals listen(StopSignal stop, Console console) {
    Signals signals = new Signals(stop, console);
    try {
      signals.listen();
    } catch (ReflectiveOperationException e) {
      console.say("bantam: warning: this JVM does not let signals be caught: " + e);
    }
    return signals;
  }

  // sun.misc.Signal has no supported successor, and --release 17 hides it from the compiler.
  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("sun.misc." + name);
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Method handle = type("Signal").getMethod("handle", type("Signal"), type("SignalHandler"));
    return handle.invoke(null, signal, handler);
  }

  private void listen() throws ReflectiveOperationException {
    Method name = type("Signal").getMethod("getName");
    Object handler =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {type("SignalHandler")},
            (proxy, method, arguments) -> {
              received((String) name.invoke(arguments[0]));
              return null;
            });
    Object ignored = type("SignalHandler").getField("SIG_IGN").get(null);
    for (String each : NAMES) {
      Object signal = type("Signal").getConstructor(String.class).newInstance(each);
      Object earlier = handle(signal, handler);
      if (earlier.equals(ignored)) {
        // nohup, or a script's background job: whoever started us wants it ignored.
        handle(signal, ignored);
      } else {
        before.put(signal, earlier);
      }
    }
  }

  private void received(String name) {
    boolean user = name.equals("INT");
    if (user && interrupts.incrementAndGet() > 1) {
      console.live("");
      Runtime.getRuntime().halt(Exit.INTERRUPTED.code());
    }
    boolean first = stop.asked().isEmpty();
    stop.ask(user ? Cause.INTERRUPTED : Cause.AGAIN);
    if (!first && !user) {
      // Batch systems repeat their signal.
      return;
    }
    console.say(
        user
            ? "bantam: finishing the step and saving; Ctrl-C again ends at once"
            : "bantam: SIG" + name + ": finishing the step and saving");
  }

  /** Gives the signals back. */
  @Override
  public void close() {
    before.forEach(
        (signal, earlier) -> {
          try {
            handle(signal, earlier);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
