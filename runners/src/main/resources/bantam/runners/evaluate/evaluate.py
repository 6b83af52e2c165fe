# Log-likelihoods of tokens.

# (n, vocabulary) float32, (n) -> (2, n): log-probability of each target, and 1 where it is the likeliest
def token_scores(self, logits: Tensor, targets: Tensor) -> Tensor:
  picked = torch.squeeze(torch.gather(logits, 1, torch.unsqueeze(targets, 1)), 1)
  hit = torch.eq(torch.argmax(logits, 1), targets)
  return torch.stack([picked - torch.logsumexp(logits, [1]), torch.to(hit, 6)])

# (n, vocabulary) float32 twice -> (2, n): KL(base || model) in nats, and 1 where their likeliest tokens agree
def token_divergence(self, base: Tensor, model: Tensor) -> Tensor:
  p = torch.log_softmax(base, 1)
  q = torch.log_softmax(model, 1)
  kl = torch.sum(torch.exp(p) * (p - q), [1])
  same = torch.eq(torch.argmax(base, 1), torch.argmax(model, 1))
  return torch.stack([kl, torch.to(same, 6)])
