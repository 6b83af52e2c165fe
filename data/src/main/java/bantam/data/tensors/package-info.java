/** Safetensors files in and out, without a tensor library. */
package bantam.data.tensors;
