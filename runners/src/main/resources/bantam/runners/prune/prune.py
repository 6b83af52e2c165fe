# Scores of structures, added up over batches in float64 (dtype code 7).

# residual streams, layers + 1 of (batch, tokens, hidden) -> (layers): sum over tokens of the cosine between a
# layer's input and its output
def residual_cosines(self, residual: List[Tensor]) -> Tensor:
  sums = annotate(List[Tensor], [])
  for i in range(len(residual) - 1):
    x = torch.to(residual[i], 7)
    y = torch.to(residual[i + 1], 7)
    dot = torch.sum(x * y, [-1])
    lengths = torch.sqrt(torch.sum(x * x, [-1]) * torch.sum(y * y, [-1]))
    _0 = torch.append(sums, torch.sum(dot / lengths))
  return torch.stack(sums)

# (batch, tokens, channels) -> (channels): sum over sequences of the square of the mean absolute activation
def activation_squares(self, x: Tensor) -> Tensor:
  mean = torch.mean(torch.abs(torch.to(x, 7)), [1])
  return torch.sum(mean * mean, [0])

# weights of a feed-forward network and their gradients, the down projection last -> (channels): |w * g| summed over
# everything that belongs to a channel, its rows of the others and its column of down
def channel_taylor(self, w: List[Tensor], g: List[Tensor]) -> Tensor:
  last = len(w) - 1
  rows = annotate(List[Tensor], [])
  for i in range(last):
    _0 = torch.append(rows, torch.sum(torch.abs(torch.to(w[i], 7) * torch.to(g[i], 7)), [1]))
  total = rows[0]
  for i in range(1, last):
    total = total + rows[i]
  return total + torch.sum(torch.abs(torch.to(w[last], 7) * torch.to(g[last], 7)), [0])
