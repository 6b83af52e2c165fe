# Choosing the next token from logits (n, vocabulary) in float32.

# the likeliest of each row, the lowest id at a tie; its log-probability; the log of the sum of exponentials
def next_tokens(self, logits: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  total = torch.logsumexp(logits, [1])
  best = torch.argmax(logits, 1)
  top = torch.squeeze(torch.gather(logits, 1, torch.unsqueeze(best, 1)), 1)
  return (best, top - total, total)

# a model's share of what several say: all += weight * (log-)probabilities
def add_voice(self, all: Tensor, logits: Tensor, weight: float, first: bool, probabilities: bool) -> None:
  if probabilities:
    own = torch.softmax(logits, 1)
  else:
    own = torch.log_softmax(logits, 1)
  if first:
    _0 = torch.copy_(all, own * weight)
  else:
    _1 = torch.add_(all, own, alpha=weight)

def log(self, x: Tensor) -> Tensor:
  return torch.log(x)
