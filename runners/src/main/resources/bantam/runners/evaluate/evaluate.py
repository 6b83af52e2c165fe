# Log-likelihoods of tokens.

# How likely tokens are behind hidden states. x (B, T, D); places (r) in its rows laid flat; head (vocabulary, D); for each of n targets
# its row among the places -> (2, n): log-probability, and 1 where it is the likeliest, of equal ones the first.
# The vocabulary passes by in blocks of `block`, whose logits stay in the processor's cache and are never held together.
def token_scores(self, x: Tensor, places: Tensor, head: Tensor, cap: float, rows: Tensor, targets: Tensor, block: int) -> Tensor:
  h = torch.index_select(torch.reshape(x, [-1, torch.size(x, -1)]), 0, places)
  most = torch.full([torch.size(h, 0)], float("-inf"), dtype=6, device=h.device)
  total = torch.zeros_like(most)
  picked = torch.zeros([torch.numel(targets)], dtype=6, device=h.device)
  first = torch.zeros_like(picked)
  for begin in range(0, torch.size(head, 0), block):
    end = min(begin + block, torch.size(head, 0))
    z = self._capped(torch.to(torch.linear(h, torch.to(head[begin:end], h.dtype)), 6), cap)
    here = torch.squeeze(torch.nonzero(torch.logical_and(torch.ge(targets, begin), torch.lt(targets, end))), 1)
    if torch.numel(here) > 0:
      row = torch.index_select(rows, 0, here)
      wanted = torch.index_select(targets, 0, here) - begin
      own = torch.index_select(z, 0, row)
      value = torch.squeeze(torch.gather(own, 1, torch.unsqueeze(wanted, 1)), 1)
      picked = torch.index_copy(picked, 0, here, value)
      # an equal one before it, in this block or an earlier one, takes precedence
      ahead = torch.logical_and(torch.eq(torch.argmax(own, 1), wanted), torch.gt(value, torch.index_select(most, 0, row)))
      first = torch.index_copy(first, 0, here, torch.to(ahead, 6))
    now = torch.maximum(most, torch.amax(z, [1]))
    part = torch.sum(torch.exp_(torch.sub_(z, torch.unsqueeze(now, 1))), [1])
    total = total * torch.exp(most - now) + part
    most = now
  norms = torch.log(total) + most
  likeliest = first * torch.to(torch.eq(picked, torch.index_select(most, 0, rows)), 6)
  return torch.stack([picked - torch.index_select(norms, 0, rows), likeliest])

# (n, vocabulary) float32 twice, and n target tokens -> (6, n): KL(base || model) in nats; 1 where their likeliest tokens agree; then of
# the base and of the model the target's log-probability, and 1 where it is the likeliest.
def token_divergence(self, base: Tensor, model: Tensor, targets: Tensor) -> Tensor:
  p = torch.log_softmax(base, 1)
  q = torch.log_softmax(model, 1)
  kl = torch.sum(torch.exp(p) * (p - q), [1])
  theirs = torch.argmax(base, 1)
  ours = torch.argmax(model, 1)
  wanted = torch.unsqueeze(targets, 1)
  return torch.stack([
    kl,
    torch.to(torch.eq(theirs, ours), 6),
    torch.squeeze(torch.gather(p, 1, wanted), 1),
    torch.to(torch.eq(theirs, targets), 6),
    torch.squeeze(torch.gather(q, 1, wanted), 1),
    torch.to(torch.eq(ours, targets), 6),
  ])
