package bantam.runners.adapt;

import bantam.recipes.RecipeException;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Family;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which modules of a model the targets of a recipe mean. A target is {@code all-linear}, our name
 * of a linear map or the family's name of a module, without what stands before its last dot.
 */
final class Chosen {
  private Chosen() {}

  /** Every target that some family knows. */
  static SortedSet<String> known() {
    SortedSet<String> known = new TreeSet<>();
    known.add(Targets.ALL_LINEAR);
    Parameters.LINEARS.forEach(linear -> known.add(last(linear)));
    for (String name : Families.ALL.names()) {
      known.addAll(Families.of(name).names().targets());
    }
    return known;
  }

  /** The last part of a name. */
  static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * The modules that targets mean.
   *
   * @throws RecipeException for a target that the model has not, and for a part of a module
   */
  static List<Site> of(ModelConfig config, List<String> targets) {
    Collection<Site> all = Site.of(config).values();
    targets.forEach(target -> checkMeans(config, all, target));
    return all.stream().filter(site -> takes(site, targets)).toList();
  }

  private static void checkMeans(ModelConfig config, Collection<Site> all, String target) {
    if (all.stream().noneMatch(site -> means(target, site) || parts(site).contains(target))) {
      Family family = Families.of(config.family());
      throw new RecipeException(
          "targets: a %s model has no linear map named '%s'; it has %s"
              .formatted(family.name(), target, String.join(", ", family.names().targets())));
    }
  }

  /** Whether a target alone means the whole module. */
  private static boolean means(String target, Site site) {
    return target.equals(Targets.ALL_LINEAR)
        || target.equals(site.module().last())
        || parts(site).equals(List.of(target));
  }

  private static List<String> parts(Site site) {
    return site.linears().stream().map(Chosen::last).toList();
  }

  private static boolean takes(Site site, List<String> targets) {
    if (targets.stream().anyMatch(target -> means(target, site))) {
      return true;
    }
    List<String> named = parts(site).stream().filter(targets::contains).toList();
    if (!named.isEmpty() && named.size() < parts(site).size()) {
      throw new RecipeException(
          "targets: %s is a part of '%s' in this model's family, and PEFT adapts whole modules; name %s, or all of %s"
              .formatted(
                  named.get(0), site.name(), site.module().last(), String.join(", ", parts(site))));
    }
    return !named.isEmpty();
  }

  /** The shortest ends of names that take these modules and no others. */
  static List<String> names(ModelConfig config, List<String> targets) {
    List<Site> taken = of(config, targets);
    SortedSet<String> others = new TreeSet<>();
    Site.of(config).values().stream()
        .filter(site -> !taken.contains(site))
        .forEach(site -> others.add(site.module().last()));
    SortedSet<String> names = new TreeSet<>();
    for (Site site : taken) {
      String last = site.module().last();
      names.add(others.contains(last) ? longer(site.name()) : last);
    }
    return List.copyOf(names);
  }

  /** The last two parts of a name. */
  private static String longer(String name) {
    return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
  }
}
