# Log-likelihoods of tokens.

# (n, vocabulary) float32, (n) -> (2, n): log-probability of each target, and 1 where it is the likeliest
def token_scores(self, logits: Tensor, targets: Tensor) -> Tensor:
  picked = torch.squeeze(torch.gather(logits, 1, torch.unsqueeze(targets, 1)), 1)
  hit = torch.eq(torch.argmax(logits, 1), targets)
  return torch.stack([picked - torch.logsumexp(logits, [1]), torch.to(hit, 6)])
