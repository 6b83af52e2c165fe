package bantam.runners.model.family;

import bantam.recipes.Catalogue;
import bantam.recipes.Choice;

/** The families of models that can be read and written. */
public final class Families {
  /** They have none. */
  public record Options() {}

  public static final Catalogue<Family> ALL =
      Catalogue.of(
          "family",
          entry("gemma", "Gemma: scaled embeddings, norms by 1 + w, gated GELU", new Gemma()),
          entry(
              "gemma2",
              "Gemma 2: norms around sublayers, capped scores and logits, every other layer slides",
              new Gemma2()),
          entry(
              "gemma3_text",
              "Gemma 3 without images: Gemma 2 with queries and keys normed, two rotary bases",
              new Gemma3()),
          entry("gpt2", "GPT-2: learned positions, LayerNorm, GELU", new Gpt2()),
          entry(
              "gpt_neox",
              "GPT-NeoX, Pythia: partial rotary positions, both sublayers in parallel",
              new GptNeox()),
          entry("llama", "Llama 1 to 3, SmolLM, TinyLlama: RMSNorm, rotary, SwiGLU", new Llama()),
          entry("mistral", "Mistral: Llama with a sliding window", new Mistral()),
          entry("olmo2", "OLMo 2: norms behind sublayers, queries and keys normed", new Olmo2()),
          entry("opt", "OPT: learned positions, LayerNorm, ReLU", new Opt()),
          entry("phi3", "Phi-3 without long contexts: Llama with fused projections", new Phi3()),
          entry("qwen2", "Qwen 2 and 2.5: Llama with biases of queries, keys, values", new Qwen2()),
          entry("qwen3", "Qwen 3: Llama with queries and keys normed in each head", new Qwen3()),
          entry("smollm3", "SmolLM 3: Llama with layers in which nothing turns", new SmolLm3()),
          entry("stablelm", "StableLM 2: LayerNorm, part of each head turns", new StableLm()));

  private Families() {}

  private static Catalogue.Entry<Family, Options> entry(String name, String doc, Family family) {
    return new Catalogue.Entry<>(name, doc, Options.class, options -> family);
  }

  /** The family of a {@code model_type}, which must be one of {@link #ALL}. */
  public static Family of(String name) {
    return ALL.make(new Choice(name, new Options()));
  }
}
