# Adapters: what merging them changed.

# largest |logit difference| between two sets of hidden states (b, t, d) under one head (vocab, d);
# cap: what holds the logits, 0 for nothing
def largest_logit_change(self, before: Tensor, after: Tensor, head: Tensor, cap: float) -> Tensor:
  w = torch.to(head, before.dtype)
  largest = torch.zeros([], dtype=6, device=before.device)
  for i in range(torch.size(before, 0)):
    for j in range(0, torch.size(before, 1), 128):
      x = self._capped(torch.to(torch.linear(before[i][j:j + 128], w), 6), cap)
      y = self._capped(torch.to(torch.linear(after[i][j:j + 128], w), 6), cap)
      largest = torch.maximum(largest, torch.max(torch.abs(x - y)))
  return largest
