# Adapters with magnitudes (DoRA), and what merging adapters changed.

# the norms of W's rows (outputs); not 0, so that a pruned row stays 0
def row_norms(self, w: Tensor) -> Tensor:
  return torch.clamp_min(torch.linalg_vector_norm(torch.to(torch.detach(w), 6), 2, [1]), 1.0e-30)

# W + scale * B A, without a graph
def _updated(self, w: Tensor, a: Tensor, b: Tensor, scale: float) -> Tensor:
  return torch.addmm(torch.to(torch.detach(w), 6), torch.detach(b), torch.detach(a), beta=1, alpha=scale)

# a linear map with magnitudes at w[at + 5]; the places are those of _linear. The norm counts as a constant. In training
# the part that the update and the magnitudes add sees the dropped input, and W alone the whole. Of the outputs only one,
# which the magnitudes' gradient needs, is kept for the backward pass: the update is added in place
def _dora(self, x: Tensor, w: List[Tensor], at: int, training: bool) -> Tensor:
  scale = float(w[at + 4][0])
  drop = float(w[at + 4][1])
  weight = torch.to(w[at], x.dtype)
  ratio = w[at + 5] / self.row_norms(self._updated(w[at], w[at + 2], w[at + 3], scale))
  rows = torch.reshape(x, [-1, torch.size(x, -1)])
  y = torch.linear(rows, weight)
  if training and drop > 0:
    dropped = torch.dropout(rows, drop, True)
    moved = (ratio - 1) * torch.linear(dropped, weight)
    low = torch.linear(dropped, torch.to(w[at + 2], x.dtype))
    b = torch.to(torch.unsqueeze(ratio, 1) * w[at + 3], x.dtype)
    _0 = torch.addmm_(y, low, torch.contiguous(torch.t(b)), beta=1, alpha=scale)
    z = torch.to(moved + y, x.dtype)
  else:
    low = torch.linear(rows, torch.to(w[at + 2], x.dtype))
    _0 = torch.addmm_(y, low, torch.contiguous(torch.t(torch.to(w[at + 3], x.dtype))), beta=1, alpha=scale)
    # in float32: in bf16 a ratio near 1 is 1
    z = torch.to(ratio * y, x.dtype)
  if torch.numel(w[at + 1]) > 0:
    z = z + torch.to(w[at + 1], x.dtype)
  return torch.view(z, [torch.size(x, 0), torch.size(x, 1), -1])

# W + scale * B A with each row scaled to its magnitude, in place of W
def merge_dora(self, w: Tensor, a: Tensor, b: Tensor, magnitude: Tensor, scale: float) -> None:
  updated = self._updated(w, a, b, scale)
  ratio = torch.detach(magnitude) / self.row_norms(updated)
  _0 = torch.copy_(torch.detach(w), torch.unsqueeze(ratio, 1) * updated)

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
