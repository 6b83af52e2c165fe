/** Changes of questions that leave their answers as they are. */
package bantam.data.perturb;
