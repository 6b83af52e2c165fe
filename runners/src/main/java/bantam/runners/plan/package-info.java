/** What recipes will cost, told without tensors. */
package bantam.runners.plan;
