package bantam.runners.model;

import bantam.recipes.Input;
import bantam.recipes.Key;

/** The shape of an existing checkpoint. */
public record Like(
    @Key("checkpoint directory whose shape is taken; its weights are not") Input path)
    implements Architecture {
  @Override
  public ModelConfig config(Tokens tokens) {
    return ConfigFiles.read(path.path()).withTokens(tokens);
  }
}
