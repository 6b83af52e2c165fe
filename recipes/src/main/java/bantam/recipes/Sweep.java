package bantam.recipes;

import java.util.List;
import java.util.Map;

/** One recipe over the product of some values. */
@Kind(value = "sweep", doc = "Runs one recipe over the product of some values.")
public record Sweep(
    @Inline Common common,
    @Key("the recipe that varies") Recipe recipe,
    @Key("values by dotted key, as --set takes them") Map<String, List<String>> over)
    implements Recipe {}
