# Distillation: divergences between a student's and a teacher's next-token distributions, with their
# gradients. Every divergence takes logits (n, vocab) in f32 and returns one value a row (n,), in
# nats, and the gradient of each row's value with respect to the student's logits (n, vocab).

# tau² KL(p || q) with p, q the softmax of the teacher's and the student's logits divided by tau
def forward_kl(self, student: Tensor, teacher: Tensor, tau: float) -> Tuple[Tensor, Tensor]:
  q = torch.log_softmax(student / tau, 1)
  p = torch.log_softmax(teacher / tau, 1)
  e = torch.exp(p)
  values = torch.sum(e * torch.sub_(p, q), [1]) * (tau * tau)
  # d/dz of KL is (q - p) / tau
  return (values, torch.mul_(torch.sub_(torch.exp_(q), e), tau))

# Adds the next-token cross-entropy's gradient to a divergence's and takes both down to the hidden
# states: z = factor_d * divergence's gradient + factor_c * (softmax - one at the target).
# sums (2,) f64: cross-entropy, divergence; dh (n, d)
def _mix(self, h: Tensor, w: Tensor, student: Tensor, target: Tensor, values: Tensor, gradient: Tensor, cross: float, divergence: float) -> Tuple[Tensor, Tensor, Tensor]:
  t = torch.unsqueeze(target, 1)
  z = torch.log_softmax(student, 1)
  nats = torch.neg(torch.sum(torch.gather(z, 1, t), dtype=7))
  p = torch.exp_(z)
  _0 = torch.scatter_add_(p, 1, t, torch.full_like(t, -1., dtype=6))
  _1 = torch.add_(torch.mul_(gradient, divergence), p, alpha=cross)
  g = torch.to(gradient, h.dtype)
  sums = torch.stack([nats, torch.sum(values, dtype=7)])
  return (sums, torch.matmul(g, w), g)

def mix(self, h: Tensor, head: Tensor, student: Tensor, target: Tensor, values: Tensor, gradient: Tensor, cross: float, divergence: float) -> Tuple[Tensor, Tensor]:
  sums, dh, _0 = self._mix(h, torch.to(head, h.dtype), student, target, values, gradient, cross, divergence)
  return (sums, dh)

# the same where the head trains: its gradient is added to dw
def mix_head(self, h: Tensor, head: Tensor, dw: Tensor, student: Tensor, target: Tensor, values: Tensor, gradient: Tensor, cross: float, divergence: float) -> Tuple[Tensor, Tensor]:
  sums, dh, g = self._mix(h, torch.to(head, h.dtype), student, target, values, gradient, cross, divergence)
  self._add_outer(dw, g, h, 1.0)
  return (sums, dh)

# some of the rows
def slice_rows(self, x: Tensor, begin: int, end: int) -> Tensor:
  return x[begin:end]

def join(self, parts: List[Tensor]) -> Tensor:
  return torch.cat(parts)

def total(self, parts: List[Tensor]) -> Tensor:
  return torch.sum(torch.stack(parts), [0])
