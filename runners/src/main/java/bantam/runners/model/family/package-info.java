/** Families of models: what their files mean and what they call their tensors. */
package bantam.runners.model.family;
