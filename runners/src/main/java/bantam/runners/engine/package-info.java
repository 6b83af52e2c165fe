/** libtorch through DJL: devices, kernels in TorchScript, gradients. */
package bantam.runners.engine;
