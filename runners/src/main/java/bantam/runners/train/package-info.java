/** The one training loop: objectives, optimizers, schedules, checkpoints. */
package bantam.runners.train;
