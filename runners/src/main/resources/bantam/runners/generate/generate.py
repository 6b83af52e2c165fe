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

# The logits of a mixture. z (n, vocabulary); for each of m tokens that a corpus expects its row, its place in z laid
# flat, and the log of share / (1 - share) times its probability: what is added to it, of the sum of exponentials of its
# row. All other logits stay as they are, and so does their order.
def mix_counts(self, z: Tensor, rows: Tensor, places: Tensor, logs: Tensor) -> Tensor:
  flat = torch.reshape(z, [-1])
  total = torch.index_select(torch.logsumexp(z, [1]), 0, rows)
  mixed = torch.logaddexp(torch.index_select(flat, 0, places), logs + total)
  return torch.reshape(torch.index_copy(flat, 0, places, mixed), z.size())
