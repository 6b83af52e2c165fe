package bantam.cli;

import bantam.recipes.Distill;
import bantam.recipes.Recipe;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.results.files.Whole;
import bantam.runners.bench.BenchMode;
import bantam.runners.bench.BenchShape;
import bantam.runners.bench.HeadMemory;
import bantam.runners.bench.Measured;
import bantam.runners.bench.TrainBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures training; {@code scripts/bench/train} calls it. */
@Command(
    name = "bench",
    hidden = true,
    description = {
      "Measures training against the machine's matrix products, each case in its own process.",
      "Without filters: every shape and mode in f32, and in bf16 where the processor has it."
    })
final class BenchCommand implements Callable<Integer> {
  private final Bantam bantam;
  private Path scratch;

  @Option(names = "--shape", paramLabel = "SHAPE", description = "1M, 14M or 110M; repeatable.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "full, lora, dora or distill; repeatable.")
  private List<BenchMode> modes = new ArrayList<>();

  @Option(names = "--steps", paramLabel = "N", description = "Steps of each case.")
  private Integer steps;

  @Option(
      names = "--memory",
      description = "Measures what loss and head add to the memory at a vocabulary of 128,000.")
  private boolean memory;

  @Option(names = "--scenario", hidden = true, description = "Of --memory, in this process.")
  private String scenario;

  @Option(names = "--here", hidden = true, description = "Measures one case in this process.")
  private boolean here;

  BenchCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public Integer call() {
    if (here) {
      BenchShape one = shape(shapes.get(0));
      Record result =
          scenario == null
              ? with(one, recipe -> TrainBench.measure(one, modes.get(0), recipe, scratch))
              : with(one, recipe -> HeadMemory.measure(scenario, (Distill) recipe));
      bantam.console().results().println(Children.write(result));
      return Exit.DONE.code();
    }
    if (memory) {
      bantam.print(HeadMemory.table(memory()));
      return Exit.DONE.code();
    }
    List<Measured> all = new ArrayList<>();
    for (BenchShape shape : chosenShapes()) {
      for (BenchMode mode : modes.isEmpty() ? List.of(BenchMode.values()) : modes) {
        for (String dtype : dtypes()) {
          bantam
              .console()
              .say(
                  "measuring %s %s %s"
                      .formatted(shape.name(), mode.name().toLowerCase(Locale.ROOT), dtype));
          all.add(Children.read(Children.run(arguments(shape, mode, dtype)), Measured.class));
        }
      }
    }
    bantam.print(Measured.table(all));
    return Exit.DONE.code();
  }

  private List<HeadMemory> memory() {
    List<HeadMemory> all = new ArrayList<>();
    for (String one : HeadMemory.SCENARIOS) {
      bantam.console().say("measuring " + one);
      List<String> words = arguments(BenchShape.ALL.get(0), BenchMode.DISTILL, bantam.dtype("f32"));
      words.addAll(List.of("--scenario", one));
      all.add(Children.read(Children.run(words), HeadMemory.class));
    }
    return all;
  }

  private List<String> dtypes() {
    String given = bantam.dtype("");
    if (!given.isEmpty()) {
      return List.of(given);
    }
    return Checkup.here(bantam.runs()).fastBf16() ? List.of("f32", "bf16") : List.of("f32");
  }

  private List<BenchShape> chosenShapes() {
    return shapes.isEmpty() ? BenchShape.ALL : shapes.stream().map(BenchCommand::shape).toList();
  }

  private static BenchShape shape(String name) {
    return BenchShape.ALL.stream()
        .filter(shape -> shape.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RecipeException("--shape is '%s'; it must be 1M, 14M or 110M".formatted(name)));
  }

  private List<String> arguments(BenchShape shape, BenchMode mode, String dtype) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bench",
                "--here",
                "--shape",
                shape.name(),
                "--mode",
                mode.name(),
                "--dtype",
                dtype,
                "--device",
                bantam.device("cpu"),
                "--threads",
                Integer.toString(bantam.threads(0)),
                "--steps",
                Integer.toString(steps == null ? shape.steps() : steps)));
    bantam.settings().forEach(setting -> words.addAll(List.of("--set", setting)));
    return words;
  }

  /** Reads the recipe of a shape, with a directory for its run, and does something with it. */
  private Record with(BenchShape shape, Function<Recipe, Record> work) {
    try {
      scratch = Files.createTempDirectory("bantam-bench");
      try {
        shape.write(scratch);
        Path file = scratch.resolve("bench.yaml");
        Files.writeString(file, shape.recipe(modes.get(0), steps));
        return work.apply(
            new RecipeReader(AllCatalogues.all())
                .read(new Source.File(file), bantam.overrides())
                .recipe());
      } finally {
        Whole.remove(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
