package bantam.runners.compare;

import bantam.results.runs.Provenance;
import bantam.results.runs.Provenance.Ingredient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What two runs were given differently. Where that is something that other runs made, such as a
 * model, these are looked up: what differs then is the seed of the model, say.
 */
final class Variation {
  private static final String MADE = "run:";

  private Variation() {}

  /** A run and its directory. */
  record Placed(Path directory, Provenance run) {
    private Optional<String> value(String key) {
      return Optional.ofNullable(run.keys().get(key));
    }

    /** The run that made what a key names, if it is still there. */
    private Optional<Placed> maker(String key) {
      String identity = value(key).orElse("");
      if (identity.startsWith(MADE)) {
        return sibling(identity.substring(MADE.length()));
      }
      return run.inputs().stream()
          .filter(input -> input.identity().equals(identity))
          .map(Ingredient::path)
          .map(Path::of)
          .flatMap(path -> Stream.of(path, path.toAbsolutePath().getParent()))
          .filter(place -> place != null && Files.isDirectory(place))
          .flatMap(place -> at(place).stream())
          .findFirst();
    }

    /** A run of the same directory of runs, by the begin of its identity. */
    private Optional<Placed> sibling(String identity) {
      Path place = directory.toAbsolutePath().getParent();
      if (!Files.isDirectory(place)) {
        return Optional.empty();
      }
      try (Stream<Path> runs = Files.list(place)) {
        return runs.filter(Files::isDirectory)
            .sorted()
            .filter(one -> one.getFileName().toString().endsWith("-" + identity.substring(0, 8)))
            .flatMap(one -> at(one).stream())
            .filter(one -> identity.startsWith(one.run().identity()))
            .findFirst();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Optional<Placed> at(Path place) {
      return Provenance.read(place).map(run -> new Placed(place, run));
    }
  }

  /** The keys that differ, such as {@code limit} or {@code seed of model}. */
  static Set<String> of(Placed one, Placed other) {
    Set<String> keys = new TreeSet<>(one.run().keys().keySet());
    keys.addAll(other.run().keys().keySet());
    Set<String> differing = new TreeSet<>();
    for (String key : keys) {
      if (!Objects.equals(one.value(key), other.value(key))) {
        differing.addAll(of(key, one.maker(key), other.maker(key)));
      }
    }
    return differing;
  }

  private static Set<String> of(String key, Optional<Placed> one, Optional<Placed> other) {
    Set<String> deeper = new TreeSet<>();
    if (one.isPresent() && other.isPresent()) {
      of(one.get(), other.get()).forEach(inner -> deeper.add(inner + " of " + key));
    }
    return deeper.isEmpty() ? Set.of(key) : deeper;
  }
}
