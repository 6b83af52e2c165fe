# Log-likelihoods of tokens.

# logits (r, vocabulary) float32, which are spent; rows (n), targets (n) -> (2, n): log-probability of each target in
# its row, and 1 where it is the likeliest, of equal ones the first
def token_scores(self, logits: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
  v = torch.size(logits, 1)
  picked = torch.take(logits, rows * v + targets)
  most = torch.amax(logits, [1])
  hit = torch.eq(picked, torch.index_select(most, 0, rows))
  # the place of the largest is slow to find, so it is sought only where there may be an equal one before it
  maybe = torch.squeeze(torch.nonzero(hit), 1)
  likeliest = torch.zeros_like(picked)
  if torch.numel(maybe) > 0:
    first = torch.argmax(torch.index_select(logits, 0, torch.index_select(rows, 0, maybe)), 1)
    right = torch.eq(first, torch.index_select(targets, 0, maybe))
    likeliest = torch.index_copy(likeliest, 0, maybe, torch.to(right, 6))
  norms = torch.log(torch.sum(torch.exp_(torch.sub_(logits, torch.unsqueeze(most, 1))), [1])) + most
  return torch.stack([picked - torch.index_select(norms, 0, rows), likeliest])

# (n, vocabulary) float32 twice -> (2, n): KL(base || model) in nats, and 1 where their likeliest tokens agree
def token_divergence(self, base: Tensor, model: Tensor) -> Tensor:
  p = torch.log_softmax(base, 1)
  q = torch.log_softmax(model, 1)
  kl = torch.sum(torch.exp(p) * (p - q), [1])
  same = torch.eq(torch.argmax(base, 1), torch.argmax(model, 1))
  return torch.stack([kl, torch.to(same, 6)])
