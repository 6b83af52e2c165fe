# The training step: loss with its gradient, gradients of the leaves, clipping, the optimizer.

# Next-token cross-entropy over the head without the matrix of all logits: some rows at a time, the
# gradient formed in the same pass. total is in nats, summed; dh and what goes into dw times scale.
# dw: empty where the head is frozen, else the head's gradient, added to
# cap: what holds the logits, 0 for nothing.
# h (n, d)  head (vocab, d) f32  target (n,)  ->  total f64, dh (n, d)
def _cross_entropy(self, h: Tensor, head: Tensor, cap: float, dw: List[Tensor], target: Tensor, scale: float, rows: int) -> Tuple[Tensor, Tensor]:
  hidden = torch.view(torch.detach(h), [-1, h.size(-1)])
  n = hidden.size(0)
  total = torch.zeros([], dtype=7, device=h.device)
  w = torch.to(torch.detach(head), h.dtype)
  dh = torch.empty_like(hidden)
  i = 0
  while i < n:
    e = min(i + rows, n)
    part = hidden[i:e]
    z = torch.to(torch.linear(part, w), 6)
    t = torch.unsqueeze(target[i:e], 1)
    capped = dh
    if cap > 0:
      z = self._capped(z, cap)
      capped = z
    # f32 even where the products are bf16: the tail of the softmax would be lost
    z = torch.log_softmax(z, 1)
    total = total - torch.sum(torch.gather(z, 1, t), dtype=7)
    p = torch.exp_(z)
    _0 = torch.scatter_add_(p, 1, t, torch.full([e - i, 1], -1., dtype=6, device=h.device))
    g = torch.to(self._uncap(p, capped, cap), h.dtype)
    _1 = torch.addmm_(dh[i:e], g, w, beta=0, alpha=scale)
    if len(dw) > 0:
      self._add_outer(dw[0], g, part, scale)
    i = e
  return (total, dh)

# dw += scale * gᵀ h, with dw in f32 whatever the products are in
def _add_outer(self, dw: Tensor, g: Tensor, h: Tensor, scale: float) -> None:
  if g.dtype == dw.dtype:
    _0 = torch.addmm_(dw, torch.t(g), h, beta=1, alpha=scale)
  else:
    _1 = torch.add_(dw, torch.matmul(torch.t(g), h), alpha=scale)

def cross_entropy(self, h: Tensor, head: Tensor, cap: float, target: Tensor, scale: float, rows: int) -> Tuple[Tensor, Tensor]:
  return self._cross_entropy(h, head, cap, annotate(List[Tensor], []), target, scale, rows)

def cross_entropy_head(self, h: Tensor, head: Tensor, cap: float, dw: Tensor, target: Tensor, scale: float, rows: int) -> Tuple[Tensor, Tensor]:
  return self._cross_entropy(h, head, cap, [dw], target, scale, rows)

# the loss alone, summed, in nats, f64
def cross_entropy_sum(self, h: Tensor, head: Tensor, cap: float, target: Tensor, rows: int) -> Tensor:
  hidden = torch.view(h, [-1, h.size(-1)])
  n = hidden.size(0)
  total = torch.zeros([], dtype=7, device=h.device)
  w = torch.to(torch.detach(head), h.dtype)
  i = 0
  while i < n:
    e = min(i + rows, n)
    z = torch.log_softmax(self._capped(torch.to(torch.linear(hidden[i:e], w), 6), cap), 1)
    total = total - torch.sum(torch.gather(z, 1, torch.unsqueeze(target[i:e], 1)), dtype=7)
    i = e
  return total

# x (b, t, d) -> (b * t, d), without its graph
def all_rows(self, x: Tensor) -> Tensor:
  return torch.view(torch.detach(x), [-1, x.size(-1)])

# rows of x that count: x (b, t, d), index (n,) into b * t -> (n, d)
def take_rows(self, x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(torch.view(torch.detach(x), [-1, x.size(-1)]), 0, index)

# dx (n, d) back to the places that take_rows took it from, zero elsewhere
def put_rows(self, x: Tensor, index: Tensor, dx: Tensor) -> Tensor:
  all = torch.zeros_like(torch.detach(x))
  _0 = torch.index_copy_(torch.view(all, [-1, x.size(-1)]), 0, index, dx)
  return all

# What dh, the gradient of h, gives each leaf; frees the graph of h. Every leaf enters the graph by
# an operator of its own, so no two of the results are one tensor.
def pull(self, h: Tensor, dh: Tensor, leaves: List[Tensor]) -> List[Tensor]:
  seeds = annotate(List[Optional[Tensor]], [torch.view(dh, h.size())])
  parts = torch.grad([h], leaves, seeds, None, False, True)
  gradients = annotate(List[Tensor], [])
  for i in range(len(leaves)):
    part = parts[i]
    if part is not None:
      # the fused optimizer takes memory as it lies
      _0 = torch.append(gradients, torch.contiguous(part))
    else:
      _1 = torch.append(gradients, torch.zeros_like(leaves[i]))
  return gradients

def add_all(self, into: List[Tensor], more: List[Tensor]) -> None:
  torch._foreach_add_(into, more)

# sums (terms,) of a micro-batch, each times its factor, into the running ones
def tally(self, into: Tensor, sums: Tensor, factors: Tensor) -> None:
  _0 = torch.add_(into, sums * factors)

# norm: the global L2 norm. divisor: what to divide the gradients by so that their norm does not
# exceed limit (0: no limit). broken: becomes 1, and stays so, when the norm is not finite; since:
# the step at which it did
def measure(self, gradients: List[Tensor], limit: float, step: float, norm: Tensor, divisor: Tensor, broken: Tensor, since: Tensor) -> None:
  _0 = torch.copy_(norm, torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2))))
  bad = torch.logical_not(torch.isfinite(norm))
  first = torch.logical_and(bad, torch.eq(broken, 0))
  _1 = torch.copy_(since, torch.where(first, torch.full_like(since, step), since))
  _2 = torch.copy_(broken, torch.maximum(broken, torch.to(bad, 6)))
  if limit > 0:
    # 1e-6 as torch.nn.utils.clip_grad_norm_ has it
    _3 = torch.copy_(divisor, torch.clamp_min((norm + 1.0e-6) / limit, 1.))

# PyTorch's AdamW; the parameters stay as they are where broken is 1. step counts from 1
def adamw(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: float, lr: float, beta1: float, beta2: float, decay: float, eps: float, divisor: Tensor, broken: Tensor) -> None:
  count = torch.full([], step, dtype=6, device=p[0].device)
  counts = annotate(List[Tensor], [])
  for i in range(len(p)):
    _0 = torch.append(counts, count)
  torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), counts, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False, grad_scale=divisor, found_inf=broken)

def assign(self, x: Tensor, value: Tensor) -> None:
  _0 = torch.copy_(torch.detach(x), value)
