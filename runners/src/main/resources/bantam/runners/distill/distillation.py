# Distillation: divergences between a student's and a teacher's next-token distributions, with their
# gradients. Every divergence takes logits (n, vocab) in f32 and returns one value a row (n,), in
# nats, and the gradient of each row's value with respect to the student's logits (n, vocab).

# tau² KL(p || q) with p, q the softmax of the teacher's and the student's logits divided by tau. Every pass over the
# logits counts here: the matrices do not fit into the cache. teacher is overwritten
def forward_kl(self, student: Tensor, teacher: Tensor, tau: float) -> Tuple[Tensor, Tensor]:
  scaled = student
  if tau != 1.0:
    scaled = student / tau
    _0 = torch.div_(teacher, tau)
  q = torch.log_softmax(scaled, 1)
  p = torch.log_softmax(teacher, 1)
  e = torch.exp(p)
  # a product of a row and a column for each place: sum(e * (p - q)) in one pass
  values = torch.bmm(torch.unsqueeze(e, 1), torch.unsqueeze(torch.sub_(p, q), 2))
  # d/dz of KL is (q - p) / tau: what reaches z when -p / tau reaches log q
  gradient = torch._log_softmax_backward_data(torch.mul_(e, -tau), q, 1, 6)
  return (torch.view(values, [-1]) * (tau * tau), gradient)

# Adds the next-token cross-entropy's gradient to a divergence's and takes both down to the hidden
# states: z = factor_d * divergence's gradient + factor_c * (softmax - one at the target).
# cap: what holds the logits, 0 for nothing; sums (2,) f64: cross-entropy, divergence; dh (n, d)
def _mix(self, h: Tensor, w: Tensor, cap: float, student: Tensor, target: Tensor, values: Tensor, gradient: Tensor, cross: float, divergence: float) -> Tuple[Tensor, Tensor, Tensor]:
  t = torch.unsqueeze(target, 1)
  z = torch.log_softmax(student, 1)
  nats = torch.neg(torch.sum(torch.gather(z, 1, t), dtype=7))
  p = torch.exp_(z)
  _0 = torch.scatter_add_(p, 1, t, torch.full_like(t, -1., dtype=6))
  _1 = torch.add_(torch.mul_(gradient, divergence), p, alpha=cross)
  g = torch.to(self._uncap(gradient, student, cap), h.dtype)
  sums = torch.stack([nats, torch.sum(values, dtype=7)])
  return (sums, torch.matmul(g, w), g)

# into sums (2,) and dh (n, d) in place: small results that outlive the chunk would keep the allocator from using the
# room of its logits again
def mix(self, sums: Tensor, dh: Tensor, h: Tensor, head: Tensor, cap: float, student: Tensor, target: Tensor, values: Tensor, gradient: Tensor, cross: float, divergence: float) -> None:
  more, part, _0 = self._mix(h, torch.to(head, h.dtype), cap, student, target, values, gradient, cross, divergence)
  _1 = torch.add_(sums, more)
  _2 = torch.copy_(dh, part)

# the same where the head trains: its gradient is added to dw
def mix_head(self, sums: Tensor, dh: Tensor, h: Tensor, head: Tensor, cap: float, dw: Tensor, student: Tensor, target: Tensor, values: Tensor, gradient: Tensor, cross: float, divergence: float) -> None:
  more, part, g = self._mix(h, torch.to(head, h.dtype), cap, student, target, values, gradient, cross, divergence)
  self._add_outer(dw, g, h, 1.0)
  _0 = torch.add_(sums, more)
  _1 = torch.copy_(dh, part)

# room for what is of x's shape and type
def blank(self, x: Tensor) -> Tensor:
  return torch.empty_like(x)
