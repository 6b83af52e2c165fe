package bantam.cli;

import bantam.data.Corpora;
import bantam.data.Tokenizers;
import bantam.data.filter.Filters;
import bantam.data.forms.Forms;
import bantam.data.items.Items;
import bantam.data.perturb.Perturbations;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogues;
import bantam.runners.adapt.Adapters;
import bantam.runners.distill.DistillLosses;
import bantam.runners.evaluate.Metrics;
import bantam.runners.evaluate.TextProbes;
import bantam.runners.model.Architectures;
import bantam.runners.model.Students;
import bantam.runners.prune.PruneCriteria;
import bantam.runners.train.Optimizers;
import bantam.runners.train.Schedules;
import java.util.List;

/** Every open set that recipes choose from; listing them starts no engine. */
final class AllCatalogues {
  private AllCatalogues() {}

  static Catalogues all() {
    return new Catalogues(
        List.of(
            Corpora.ALL,
            Forms.ALL,
            Tokenizers.ALL,
            Items.ALL,
            Records.ALL,
            Preparations.ALL,
            Perturbations.ALL,
            Filters.ALL,
            Metrics.ALL,
            TextProbes.ALL,
            Architectures.ALL,
            Students.ALL,
            Optimizers.ALL,
            Schedules.ALL,
            DistillLosses.ALL,
            Adapters.ALL,
            PruneCriteria.ALL));
  }
}
