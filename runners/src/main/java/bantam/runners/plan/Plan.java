package bantam.runners.plan;

import bantam.recipes.Choice;
import bantam.recipes.Distill;
import bantam.recipes.Finetune;
import bantam.recipes.Kind;
import bantam.recipes.Lora;
import bantam.recipes.Pipeline;
import bantam.recipes.Pretrain;
import bantam.recipes.Recipe;
import bantam.recipes.Training;
import bantam.runners.adapt.Adapter;
import bantam.runners.adapt.Adapters;
import bantam.runners.engine.Engine;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Estimates what recipes cost, from shapes alone: no tensor is made and no weight is read. */
public final class Plan {
  private final Configs configs = new Configs();

  private Plan() {}

  /**
   * One estimate for a recipe, or for each stage of a pipeline.
   *
   * @throws bantam.recipes.InputException for a checkpoint whose config.json is missing or wrong
   */
  public static List<Estimate> of(Recipe recipe) {
    Plan plan = new Plan();
    if (!(recipe instanceof Pipeline pipeline)) {
      return List.of(plan.one(recipe.common().name(), recipe));
    }
    List<Estimate> stages = new ArrayList<>();
    pipeline
        .stages()
        .forEach(
            (name, stage) -> {
              stages.add(plan.one(name, stage));
              plan.configs.made(name, stage);
            });
    return stages;
  }

  private Estimate one(String name, Recipe recipe) {
    String kind = recipe.getClass().getAnnotation(Kind.class).value();
    Optional<ModelConfig> made = configs.made(recipe);
    Optional<Work> work = made.flatMap(model -> work(recipe, model));
    return new Estimate(
        name,
        kind,
        made.isPresent() ? OptionalLong.of(Parameters.count(made.get())) : OptionalLong.empty(),
        work.isPresent() ? OptionalLong.of(work.get().trainable()) : OptionalLong.empty(),
        work.isPresent() ? OptionalLong.of(work.get().tokens()) : OptionalLong.empty(),
        work.isPresent() ? OptionalDouble.of(work.get().flops()) : OptionalDouble.empty(),
        work.map(Footprint::of),
        work.isPresent() ? OptionalLong.of(work.get().disk()) : OptionalLong.empty());
  }

  private Optional<Work> work(Recipe recipe, ModelConfig model) {
    if (recipe instanceof Pretrain pretrain) {
      return Optional.of(
          work(recipe, model, Optional.empty(), Optional.empty(), pretrain.training()));
    }
    if (recipe instanceof Finetune finetune) {
      return Optional.of(
          work(recipe, model, Optional.empty(), Optional.empty(), finetune.training()));
    }
    if (recipe instanceof Lora lora) {
      return Optional.of(
          work(recipe, model, Optional.of(lora.adapter()), Optional.empty(), lora.training()));
    }
    if (recipe instanceof Distill distill) {
      return configs
          .of(distill.teacher())
          .map(
              teacher ->
                  work(recipe, model, Optional.empty(), Optional.of(teacher), distill.training()));
    }
    return Optional.empty();
  }

  private static Work work(
      Recipe recipe,
      ModelConfig model,
      Optional<Choice> choice,
      Optional<ModelConfig> teacher,
      Training training) {
    Optional<Adapter> adapter = choice.map(Adapters.ALL::make);
    return new Work(
        model,
        adapter.map(made -> made.parameters(model)).orElse(0L),
        adapter.map(made -> made.kept(model)).orElse(0L),
        teacher,
        training,
        Engine.cpuDtype(recipe.common().dtype()));
  }
}
