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

# weights of a feed-forward network and their gradients -> (channels): |w * g| summed over everything that belongs
# to a channel, its rows of gate and up and its column of down
def channel_taylor(self, w: List[Tensor], g: List[Tensor]) -> Tensor:
  gate = torch.sum(torch.abs(torch.to(w[0], 7) * torch.to(g[0], 7)), [1])
  up = torch.sum(torch.abs(torch.to(w[1], 7) * torch.to(g[1], 7)), [1])
  down = torch.sum(torch.abs(torch.to(w[2], 7) * torch.to(g[2], 7)), [0])
  return gate + up + down
