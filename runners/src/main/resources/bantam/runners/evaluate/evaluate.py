# Log-likelihoods of tokens.

# logits (r, vocabulary) float32, rows (n), targets (n) -> (2, n): log-probability of each target in its row, and 1
# where it is the likeliest
def token_scores(self, logits: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
  v = torch.size(logits, 1)
  picked = torch.take(logits, rows * v + targets)
  norms = torch.index_select(torch.logsumexp(logits, [1]), 0, rows)
  hit = torch.eq(torch.index_select(torch.argmax(logits, 1), 0, rows), targets)
  return torch.stack([picked - norms, torch.to(hit, 6)])

# (n, vocabulary) float32 twice -> (2, n): KL(base || model) in nats, and 1 where their likeliest tokens agree
def token_divergence(self, base: Tensor, model: Tensor) -> Tensor:
  p = torch.log_softmax(base, 1)
  q = torch.log_softmax(model, 1)
  kl = torch.sum(torch.exp(p) * (p - q), [1])
  same = torch.eq(torch.argmax(base, 1), torch.argmax(model, 1))
  return torch.stack([kl, torch.to(same, 6)])
