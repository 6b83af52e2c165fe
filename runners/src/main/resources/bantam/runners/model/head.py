# The head: logits from hidden states, and what holds them.

# cap * tanh(z / cap) where cap > 0, else z itself
def _capped(self, z: Tensor, cap: float) -> Tensor:
  if cap > 0:
    z = torch.tanh(z / cap) * cap
  return z

# the gradient of logits before they were capped, from that of the capped ones, in place
def _uncap(self, dz: Tensor, capped: Tensor, cap: float) -> Tensor:
  if cap > 0:
    dz = torch.mul_(dz, 1 - torch.square(capped / cap))
  return dz

# rows (N, D) -> logits in float32 (N, V), where cap > 0 held within it
def logits(self, rows: Tensor, head: Tensor, cap: float) -> Tensor:
  return self._capped(torch.to(torch.linear(rows, torch.to(head, rows.dtype)), 6), cap)
