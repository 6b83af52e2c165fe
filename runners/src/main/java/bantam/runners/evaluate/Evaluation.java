package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.data.chat.ChatTemplate;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Places;
import bantam.recipes.RecipeException;
import bantam.recipes.Shard;
import bantam.recipes.Sharing;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import bantam.results.files.Whole;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.generate.Datastore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** One attempt at an evaluation: texts one after the other, then all tasks as one queue. */
final class Evaluation {
  private final Evaluate recipe;
  private final RunContext context;
  private final Subject subject;
  private final BaseScores base;
  private final TableWriter<Row.Sample> samples;
  private final Shard shard;
  private final int limit;
  private final Rolling rolling;
  private final Encoding encoding;
  private final Audited audited;
  private final Optional<Datastore> text;
  private final Perturbing perturbing;
  private final Map<String, Row.Sample> there = new HashMap<>();
  private final Map<String, Places> taken = new LinkedHashMap<>();
  private final List<Meter> meters;
  private Ledger ledger;
  private double probing;

  Evaluation(
      Evaluate recipe,
      RunContext context,
      Subject subject,
      BaseScores base,
      TableWriter<Row.Sample> samples,
      Ledger ledger) {
    this.recipe = recipe;
    this.context = context;
    this.subject = subject;
    this.base = base;
    this.samples = samples;
    this.ledger = ledger;
    this.shard = recipe.scoring().part();
    TableReader.read(context.directory(), Row.Sample.class)
        .forEach(row -> there.put(Agenda.Asked.key(row), row));
    this.text =
        recipe
            .infiniGram()
            .map(
                counted ->
                    Datastore.open(counted, subject, context.runs(), context.progress()::say));
    this.limit = limit(recipe.context(), subject.limit());
    this.rolling = Rolling.of(limit, recipe.stride());
    this.encoding = Encoding.of(subject, recipe.prompting().compat());
    this.meters =
        List.of(
            new Meter(Meter.SCORING, subject.engine()), new Meter(Meter.WRITING, subject.engine()));
    this.perturbing = new Perturbing(recipe.prompting().perturb(), recipe.common().seed());
    this.audited = recipe.audit().map(audit -> Audited.read(audit.path())).orElse(Audited.NONE);
  }

  private static int limit(int asked, int possible) {
    if (asked > possible) {
      throw new RecipeException(
          "context is %d; the model's max_position_embeddings is %d".formatted(asked, possible));
    }
    return asked == 0 ? possible : asked;
  }

  /** Does what is left to do; gives the scores, of a shard none. */
  List<Row.Score> run() {
    List<Questions> asked = new ArrayList<>();
    List<Questions> all = new ArrayList<>();
    for (Task task : recipe.tasks()) {
      List<Questions> ways = questions(task);
      asked.add(ways.get(0));
      all.addAll(ways);
    }
    tellTaken();
    recipe.corpora().forEach(this::text);
    Map<Boolean, List<Questions>> kinds =
        all.stream()
            .collect(
                Collectors.partitioningBy(
                    one -> one.task().output() == Task.Output.GENERATE_UNTIL));
    tasks(kinds.get(false));
    kinds.get(true).forEach(this::write);
    SampleOrder order = new SampleOrder(recipe.corpora().keySet(), all);
    samples.finish(order.samples());
    base.finish(order);
    return shard.of() == 1 ? scores(asked) : List.of();
  }

  /** As they are, and in the ways in which the recipe changes them. */
  private List<Questions> questions(Task task) {
    Optional<Places> places =
        Optional.ofNullable(recipe.items().get(task.name())).map(Places::parse);
    TaskItems items = TaskItems.of(task, places, recipe.limit());
    if (recipe.limit().count() > 0 || places.isPresent()) {
      taken.put(task.name(), Places.of(items.places()));
    }
    audited.check(task.name(), items.items());
    Optional<ChatTemplate> chat = subject.chat(recipe.prompting());
    Questions plain = new Questions(task, items.items(), chat);
    List<Questions> ways = new ArrayList<>(List.of(plain));
    ways.addAll(perturbing.of(plain, items, chat));
    return ways;
  }

  /** Writes down which items are asked of tasks of which not all are, as a recipe's key. */
  private void tellTaken() {
    if (!taken.isEmpty()) {
      StringBuilder yaml = new StringBuilder("items:\n");
      taken.forEach((task, places) -> yaml.append("  %s: '%s'\n".formatted(task, places)));
      Whole.write(context.directory().resolve("items.yaml"), yaml.toString());
    }
  }

  private void text(String name, Choice corpus) {
    context.progress().begin("scoring " + name, 0, "tokens");
    try (ModelScorer scorer = scorer();
        ModelScorer alone = aloneScorer()) {
      new TextSamples(subject.tokenizer(), rolling)
          .ask(
              name,
              Corpora.ALL.make(corpus),
              piece -> shard.holds(piece) && (open(name + "/" + piece) || openToBase(name, piece)),
              (piece, agenda) -> {
                String own = name + "/" + piece;
                if (open(own)) {
                  score(own, agenda, scorer, alone, new Shard(1, 1));
                  ledger = ledger.with(own, counted(), 0, 0);
                }
                if (openToBase(name, piece)) {
                  base.read(toBase(name, piece), agenda, flops -> keep(0, flops));
                  ledger = ledger.with(toBase(name, piece), counted(), 0, 0);
                }
              });
    }
    context.progress().end("");
  }

  private boolean open(String piece) {
    return !ledger.done().contains(piece);
  }

  private boolean openToBase(String name, long piece) {
    return base.wanted() && open(toBase(name, piece));
  }

  private static String toBase(String name, long piece) {
    return name + "/" + piece + "/base";
  }

  private void tasks(List<Questions> all) {
    Agenda agenda = agenda(all);
    long tokens = agenda.pairs().stream().mapToLong(Pair::scored).sum();
    context.progress().begin("scoring tasks", tokens / shard.of(), "tokens");
    try (ModelScorer scorer = scorer();
        ModelScorer alone = aloneScorer()) {
      score("tasks", agenda, scorer, alone, shard);
    }
    context.progress().end("");
    if (base.wanted()) {
      context.progress().begin("reading tasks with the base", tokens, "tokens");
      List<Questions> plain = all.stream().filter(one -> one.perturbation().isEmpty()).toList();
      Agenda asked = plain.size() < all.size() ? agenda(plain) : agenda;
      base.read("tasks/base", asked, flops -> keep(0, flops));
      context.progress().end("");
    }
  }

  private Agenda agenda(List<Questions> all) {
    Agenda agenda = new Agenda();
    for (Questions questions : all) {
      questions.addTo(agenda, questions.encoded(encoding, rolling));
    }
    return agenda;
  }

  private void write(Questions questions) {
    Writing writing =
        new Writing(
            questions,
            subject.decoder(),
            text,
            subject.tokenizer(),
            encoding,
            limit,
            recipe.common().seed());
    context.progress().begin("answering " + questions.name(), writing.size(), "answers");
    List<Writing.Batch> batches = writing.batches();
    for (int i = 0; i < batches.size(); i++) {
      Writing.Batch batch = batches.get(i);
      String piece = questions.name() + "/" + batch.first();
      if (shard.holds(i) && open(piece)) {
        context.stop().check();
        PassLog log = new PassLog(piece);
        log.scoring(PassLog.first(batch.size()));
        long began = System.nanoTime();
        Writing.Written written = writing.write(context.id(), batch, context.stop());
        meters.get(1).pass(written.parts(), Meter.since(began), written.untilFirst());
        written.rows().forEach(this::add);
        ledger = ledger.with(piece, counted(), 0, 0);
        keep(written.written(), subject.flops(written.read(), written.written()));
        log.kept(PassLog.first(batch.size()));
        context.progress().at(batch.first() + batch.size(), "");
      }
    }
    context.progress().end("");
  }

  /** Makes the passes of a part that have not been made, and keeps what each gives. */
  private void score(
      String piece, Agenda agenda, ModelScorer scorer, ModelScorer alone, Shard part) {
    Set<Sharing> sharing = scorer.sharing(agenda.pairs());
    Requests requests = Requests.of(agenda.pairs(), agenda.units(), sharing);
    Answers answers = new Answers(context.id(), agenda, requests, there, ledger.windows());
    PassLog log = new PassLog(piece);
    List<Load> loads = scorer.loads(requests);
    for (int i = 0; i < loads.size(); i++) {
      if (part.holds(i) && answers.needs(loads.get(i))) {
        log.scoring(PassLog.requests(loads.get(i)));
        long began = System.nanoTime();
        scorer.score(loads.get(i), answers.found());
        Map<Pair, Likelihood> found = alone.scoreOnce(answers.alone(loads.get(i)));
        meters.get(0).pass(answers.parts(loads.get(i)), Meter.since(began), 0);
        answers.completedBy(loads.get(i), found).forEach(this::add);
        keep(scorer.takeWork().and(alone.takeWork()), answers);
        log.kept(PassLog.requests(loads.get(i)));
      }
    }
    answers.completed().forEach(this::add);
    keep(scorer.takeWork(), answers);
  }

  private void add(Row.Sample row) {
    samples.add(audited.marked(row));
  }

  private ModelScorer scorer() {
    return scorer(context.progress(), context.stop());
  }

  /**
   * For what a pass leaves to score without prompts: it belongs to the pass, so that no stop comes
   * between the two, and what the passes' scorer keeps for the next one stays.
   */
  private ModelScorer aloneScorer() {
    return scorer(Progress.silent(), new StopSignal());
  }

  private ModelScorer scorer(Progress progress, StopSignal stop) {
    return new ModelScorer(
        subject.decoder(),
        recipe.scoring().batchTokens(),
        Set.copyOf(recipe.scoring().share()),
        text,
        progress,
        stop);
  }

  private Map<String, Long> counted() {
    Map<String, Long> counted = new HashMap<>(base.counted());
    counted.put("samples", samples.rows());
    return counted;
  }

  private void keep(ModelScorer.Work work, Answers answers) {
    ledger = ledger.withWindows(answers.open());
    keep(work.scored(), subject.flops(work.read(), work.scored()));
  }

  /** Rows first, then what says that they count. */
  private void keep(long tokens, double flops) {
    samples.sync();
    base.sync();
    ledger = ledger.with(counted(), tokens, flops);
    ledger.write(context.directory());
  }

  private List<Row.Score> scores(List<Questions> asked) {
    List<Row.Sample> all = TableReader.read(context.directory(), Row.Sample.class);
    Map<String, List<Answer>> answers = new HashMap<>();
    // a text without a document has scores, too: of nothing
    recipe.corpora().keySet().forEach(name -> answers.put(name, List.of()));
    answers.putAll(Evaluated.byTask(all, Optional.empty()));
    List<Row.Score> scores =
        new ArrayList<>(
            RunScores.of(
                context.id(),
                recipe,
                answers,
                Evaluated.changed(all),
                List.of(),
                recipe.bootstrap()));
    text.ifPresent(
        counted ->
            scores.addAll(
                new KnownScores(context.id(), recipe, subject, counted)
                    .of(asked, encoding, rolling)));
    scores.addAll(probe());
    scores.addAll(
        base.scores(
            all.stream()
                .filter(row -> row.perturbation().isEmpty())
                .collect(Collectors.groupingBy(Row.Sample::task))));
    return scores;
  }

  /** Looks inside of the model, which an attempt does wholly or not at all. */
  private List<Row.Score> probe() {
    List<Row.Head> heads = new ArrayList<>();
    List<Row.Score> scores = new ArrayList<>();
    for (Choice probe : recipe.probes()) {
      for (Map.Entry<String, Choice> corpus : recipe.corpora().entrySet()) {
        TextProbe.Probed found =
            TextProbes.ALL
                .make(probe)
                .look(
                    context.id(),
                    corpus.getKey(),
                    Corpora.ALL.make(corpus.getValue()),
                    subject,
                    context.stop());
        heads.addAll(found.heads());
        scores.add(found.score());
        probing += found.flops();
      }
    }
    if (!heads.isEmpty()) {
      TableWriter.write(context.directory(), Row.Head.class, heads);
    }
    return scores;
  }

  /** What this attempt's work cost, behind what others of the run did. */
  void writeEfficiency() {
    Meter.write(context, meters);
  }

  Outcome outcome() {
    return new Outcome(
        Map.of(),
        subject.parameters(),
        0,
        subject.nonZero(),
        ledger.tokens(),
        Outcome.Flops.of(ledger.flops() + probing),
        OptionalDouble.empty());
  }
}
