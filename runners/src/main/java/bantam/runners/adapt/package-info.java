/** Adapters: a few trained parameters on a frozen model. */
package bantam.runners.adapt;
