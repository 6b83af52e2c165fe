# The Llama family's decoder: RMSNorm, rotary positions, grouped queries, SwiGLU.
#
# w: the weights in float32, cast where they are used: embedding, final norm, then per layer the attention's norm,
# q, k, v, o, the feed-forward network's norm, gate, up, down. A linear map takes `stride` places: 1 for [W], or
# 5 for [W, bias, A, B, [scale, dropout]], where an empty tensor stands for nothing.
# Shapes: B rows, T tokens, D width, H query heads, K key heads, G = H / K, d dimensions of a head.

def _linear(self, x: Tensor, w: List[Tensor], at: int, stride: int, training: bool) -> Tensor:
  if stride == 1:
    return torch.linear(x, torch.to(w[at], x.dtype))
  if torch.numel(w[at + 2]) == 0:
    y = torch.linear(x, torch.to(w[at], x.dtype))
    if torch.numel(w[at + 1]) > 0:
      y = y + torch.to(w[at + 1], x.dtype)
    return y
  # in two dimensions, since what is added in place to a view costs a copy in the backward pass
  rows = torch.reshape(x, [-1, torch.size(x, -1)])
  wide = torch.linear(rows, torch.to(w[at], x.dtype))
  if torch.numel(w[at + 1]) > 0:
    wide = wide + torch.to(w[at + 1], x.dtype)
  low = rows
  if training:
    low = torch.dropout(rows, float(w[at + 4][1]), True)
  low = torch.linear(low, torch.to(w[at + 2], x.dtype))
  # in place: neither the product's backward pass nor the sum's needs what it was. A copy of the small factor in its
  # new order makes its gradient a product with few rows, which is several times as fast as one with few columns
  _0 = torch.addmm_(wide, low, torch.contiguous(torch.t(torch.to(w[at + 3], x.dtype))), beta=1, alpha=float(w[at + 4][0]))
  return torch.view(wide, [torch.size(x, 0), torch.size(x, 1), -1])

def _norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
  return torch.rms_norm(x, [torch.size(x, -1)], torch.to(w, x.dtype), eps)

# x (B, T, heads, d); cos and sin (T or B, T, 1, d), sin negative in its first half
def _rope(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  turned = torch.roll(x, [torch.size(x, -1) // 2], [-1])
  return torch.addcmul(x * cos, turned, sin)

# positions from each segment's first token on; numbers (B, T) -> (B, T)
def _positions(self, numbers: Tensor) -> Tensor:
  steps = torch.arange(torch.size(numbers, 1), dtype=4, device=numbers.device)
  change = torch.ne(numbers, torch.roll(numbers, [1], [1]))
  begin, _0 = torch.cummax(steps * change, 1)
  return steps - begin

# what is added to the scores: 0 where a token sees another, else -inf; (T, T), or (B, T, T) by segment
def _mask(self, numbers: Tensor, tokens: int, like: Tensor) -> Tensor:
  far = torch.full([tokens, tokens], float("-inf"), dtype=like.dtype, device=like.device)
  mask = torch.triu(far, 1)
  if torch.numel(numbers) > 0:
    apart = torch.ne(torch.unsqueeze(numbers, 2), torch.unsqueeze(numbers, 1))
    mask = torch.masked_fill(torch.expand(torch.unsqueeze(mask, 0), [torch.size(numbers, 0), tokens, tokens]), apart, float("-inf"))
  return mask

# q (B, T, H, d), k and v (B, T, K, d), mask (1 or B*K, G*T, T) -> (B, T, H*d); the scores are built whole
def _attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
  b = torch.size(q, 0)
  t = torch.size(q, 1)
  kv = torch.size(k, 2)
  g = torch.size(q, 2) // kv
  d = torch.size(q, 3)
  q0 = torch.reshape(torch.permute(torch.reshape(q, [b, t, kv, g, d]), [0, 2, 3, 1, 4]), [b * kv, g * t, d])
  k0 = torch.reshape(torch.permute(k, [0, 2, 3, 1]), [b * kv, d, t])
  v0 = torch.reshape(torch.transpose(v, 1, 2), [b * kv, t, d])
  scores = torch.baddbmm(mask, q0, k0, beta=1, alpha=d ** -0.5)
  seen = torch.bmm(torch.softmax(scores, -1), v0)
  return torch.reshape(torch.permute(torch.reshape(seen, [b, kv, g, t, d]), [0, 3, 1, 2, 4]), [b, t, kv * g * d])

# the same without the scores in memory; mask (B, 1, T, T) or empty for causal
def _attend_fused(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
  b = torch.size(q, 0)
  t = torch.size(q, 1)
  g = torch.size(q, 2) // torch.size(k, 2)
  q0 = torch.transpose(q, 1, 2)
  k0 = torch.repeat_interleave(torch.transpose(k, 1, 2), g, 1)
  v0 = torch.repeat_interleave(torch.transpose(v, 1, 2), g, 1)
  if torch.numel(mask) > 0:
    seen = torch.scaled_dot_product_attention(q0, k0, v0, mask)
  else:
    seen = torch.scaled_dot_product_attention(q0, k0, v0, None, 0., True)
  return torch.reshape(torch.transpose(seen, 1, 2), [b, t, -1])

def _heads(self, x: Tensor, d: int) -> Tensor:
  return torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), -1, d])

# what every layer needs of positions and documents: cos and sin (T or B, T, 1, d), and the mask as attention takes it
def _setting(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, dtype: int, fused: bool) -> Tuple[Tensor, Tensor, Tensor]:
  t = torch.size(ids, 1)
  groups = torch.size(w[3], 0) // torch.size(w[3 + stride], 0)
  if torch.numel(numbers) > 0:
    positions = self._positions(numbers)
    cos0 = torch.to(torch.unsqueeze(torch.embedding(cos, positions), 2), dtype)
    sin0 = torch.to(torch.unsqueeze(torch.embedding(sin, positions), 2), dtype)
  else:
    cos0 = torch.to(torch.unsqueeze(cos[:t], 1), dtype)
    sin0 = torch.to(torch.unsqueeze(sin[:t], 1), dtype)
  if fused:
    mask = torch.empty([0])
    if torch.numel(numbers) > 0:
      mask = torch.unsqueeze(self._mask(numbers, t, cos0), 1)
  else:
    mask = self._mask(numbers, t, cos0)
    if torch.numel(numbers) > 0:
      kv = torch.size(w[3 + stride], 0) // d
      b = torch.size(ids, 0)
      mask = torch.reshape(torch.expand(torch.reshape(mask, [b, 1, 1, t, t]), [b, kv, groups, t, t]), [b * kv, groups * t, t])
    else:
      mask = torch.reshape(torch.expand(mask, [groups, t, t]), [1, groups * t, t])
  return (cos0, sin0, mask)

# one layer, whose weights begin at w[at]; seed: of its dropout, -1 without -> its output and the input of its down
# projection
def _layer(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, mask: Tensor, stride: int, d: int, eps: float, fused: bool, seed: int) -> Tuple[Tensor, Tensor]:
  training = seed >= 0
  if training:
    # for each layer anew, so that a layer that is computed again draws the same
    torch.manual_seed(seed + at)
  h = self._norm(x, w[at], eps)
  q = self._rope(self._heads(self._linear(h, w, at + 1, stride, training), d), cos, sin)
  k = self._rope(self._heads(self._linear(h, w, at + 1 + stride, stride, training), d), cos, sin)
  v = self._heads(self._linear(h, w, at + 1 + 2 * stride, stride, training), d)
  if fused:
    a = self._attend_fused(q, k, v, mask)
  else:
    a = self._attend(q, k, v, mask)
  y = x + self._linear(a, w, at + 1 + 3 * stride, stride, training)
  mlp = at + 1 + 4 * stride
  h = self._norm(y, w[mlp], eps)
  f = torch.silu(self._linear(h, w, mlp + 1, stride, training)) * self._linear(h, w, mlp + 1 + stride, stride, training)
  return (y + self._linear(f, w, mlp + 1 + 2 * stride, stride, training), f)

# ids (B, T), numbers (B, T) or empty -> the hidden states behind the final norm (B, T, D); with taps then also
# every layer's input, the input of its down projection, and the last layer's output
def hidden(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, eps: float, dtype: int, fused: bool, seed: int, taps: bool) -> List[Tensor]:
  x = torch.to(torch.embedding(w[0], ids), dtype)
  cos0, sin0, mask = self._setting(ids, numbers, w, cos, sin, stride, d, dtype, fused)
  seen = annotate(List[Tensor], [])
  for at in range(2, len(w), 2 + 7 * stride):
    if taps:
      _0 = torch.append(seen, x)
    x, f = self._layer(x, w, at, cos0, sin0, mask, stride, d, eps, fused, seed)
    if taps:
      _1 = torch.append(seen, f)
  out = [self._norm(x, w[1], eps)]
  if taps:
    _2 = torch.append(seen, x)
  return out + seen

# the same without a graph: the hidden states, then what came into each layer and out of the last
def layer_inputs(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, eps: float, dtype: int, fused: bool, seed: int) -> List[Tensor]:
  x = torch.to(torch.embedding(w[0], ids), dtype)
  cos0, sin0, mask = self._setting(ids, numbers, w, cos, sin, stride, d, dtype, fused)
  seen = [x]
  for at in range(2, len(w), 2 + 7 * stride):
    x, _f = self._layer(x, w, at, cos0, sin0, mask, stride, d, eps, fused, seed)
    _0 = torch.append(seen, x)
  return [self._norm(x, w[1], eps)] + seen

# The gradients of w's members that require one, in their order; dh: the gradient of the hidden states; inputs: of
# layer_inputs. Each layer is computed again, with its graph, and pulled before the one below it, so that only one
# layer's graph exists at a time.
def pull_layers(self, dh: Tensor, inputs: List[Tensor], ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, eps: float, dtype: int, fused: bool, seed: int) -> List[Tensor]:
  cos0, sin0, mask = self._setting(ids, numbers, w, cos, sin, stride, d, dtype, fused)
  span = 2 + 7 * stride
  # below the first weight that trains nothing has to be computed again
  lowest = 0
  while lowest < len(w) and not w[lowest].requires_grad or lowest == 1:
    lowest = lowest + 1
  found = annotate(List[List[Tensor]], [])
  x = torch.requires_grad_(torch.detach(inputs[-1]), True)
  y = self._norm(x, w[1], eps)
  dy, last = self._pull_part(y, torch.view(dh, y.size()), [x], w, 1, 2)
  layer = len(inputs) - 2
  while layer >= 0:
    at = 2 + layer * span
    if lowest < at + span:
      x = torch.detach(inputs[layer])
      below = annotate(List[Tensor], [])
      if lowest < at:
        x = torch.requires_grad_(x, True)
        below = [x]
      y, _f = self._layer(x, w, at, cos0, sin0, mask, stride, d, eps, fused, seed)
      dy, part = self._pull_part(y, dy, below, w, at, at + span)
      _0 = torch.append(found, part)
    layer = layer - 1
  first = annotate(List[Tensor], [])
  if w[0].requires_grad:
    y = torch.to(torch.embedding(w[0], ids), dtype)
    _dx, first = self._pull_part(y, dy, annotate(List[Tensor], []), w, 0, 1)
  all = first + last
  for i in range(len(found)):
    all = all + found[len(found) - 1 - i]
  return all

# from dy, the gradient of y, those of x (where it is given) and of w[begin:end] as far as they require one
def _pull_part(self, y: Tensor, dy: Tensor, x: List[Tensor], w: List[Tensor], begin: int, end: int) -> Tuple[Tensor, List[Tensor]]:
  leaves = annotate(List[Tensor], [])
  for i in range(len(x)):
    _0 = torch.append(leaves, x[i])
  for i in range(begin, end):
    if w[i].requires_grad:
      _1 = torch.append(leaves, w[i])
  dx = dy
  found = annotate(List[Tensor], [])
  if len(leaves) > 0:
    seeds = annotate(List[Optional[Tensor]], [dy])
    parts = torch.grad([y], leaves, seeds, None, False, True)
    for i in range(len(leaves)):
      part = parts[i]
      if part is not None:
        if i < len(x):
          dx = part
        else:
          _2 = torch.append(found, part)
      else:
        _3 = torch.append(found, torch.zeros_like(leaves[i]))
  return (dx, found)

# rows (N, D) -> logits in float32 (N, V)
def logits(self, rows: Tensor, head: Tensor) -> Tensor:
  return torch.to(torch.linear(rows, torch.to(head, rows.dtype)), 6)

# the tokens behind those that are in the cache. ids (B, N); cache: per layer keys and values (B, K, C, d), of
# which `filled` columns are taken and the next N are written; begin (B): the first column of each row that is a
# token -> (B, N, D)
def step(self, ids: Tensor, begin: Tensor, cache: List[Tensor], filled: int, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, eps: float, dtype: int) -> Tensor:
  b = torch.size(ids, 0)
  n = torch.size(ids, 1)
  end = filled + n
  x = torch.to(torch.embedding(w[0], ids), dtype)
  columns = torch.arange(end, dtype=4, device=ids.device)
  rows = columns[filled:]
  positions = torch.clamp_min(torch.unsqueeze(rows, 0) - torch.unsqueeze(begin, 1), 0)
  cos0 = torch.to(torch.unsqueeze(torch.embedding(cos, positions), 2), dtype)
  sin0 = torch.to(torch.unsqueeze(torch.embedding(sin, positions), 2), dtype)
  # padding sees itself, lest its softmax has no term
  later = torch.gt(torch.unsqueeze(columns, 0), torch.unsqueeze(rows, 1))
  before = torch.lt(torch.unsqueeze(columns, 0), torch.unsqueeze(begin, 1))
  itself = torch.eq(torch.unsqueeze(columns, 0), torch.unsqueeze(rows, 1))
  hide = torch.logical_or(torch.unsqueeze(later, 0), torch.logical_and(torch.unsqueeze(before, 1), torch.logical_not(torch.unsqueeze(itself, 0))))
  mask = torch.masked_fill(torch.zeros([b, n, end], dtype=x.dtype, device=x.device), hide, float("-inf"))
  kv = torch.size(cache[0], 1)
  g = torch.size(w[3], 0) // torch.size(w[3 + stride], 0)
  mask = torch.reshape(torch.expand(torch.reshape(mask, [b, 1, 1, n, end]), [b, kv, g, n, end]), [b * kv, g * n, end])
  at = 2
  layer = 0
  while at < len(w):
    h = self._norm(x, w[at], eps)
    q = self._rope(self._heads(self._linear(h, w, at + 1, stride, False), d), cos0, sin0)
    k = self._rope(self._heads(self._linear(h, w, at + 1 + stride, stride, False), d), cos0, sin0)
    v = self._heads(self._linear(h, w, at + 1 + 2 * stride, stride, False), d)
    keys = cache[2 * layer]
    values = cache[2 * layer + 1]
    _0 = torch.copy_(keys[:, :, filled:end], torch.transpose(k, 1, 2))
    _1 = torch.copy_(values[:, :, filled:end], torch.transpose(v, 1, 2))
    q0 = torch.reshape(torch.permute(torch.reshape(q, [b, n, kv, g, d]), [0, 2, 3, 1, 4]), [b * kv, g * n, d])
    k0 = torch.reshape(keys[:, :, :end], [b * kv, end, d])
    v0 = torch.reshape(values[:, :, :end], [b * kv, end, d])
    scores = torch.baddbmm(mask, q0, torch.transpose(k0, 1, 2), beta=1, alpha=d ** -0.5)
    a = torch.bmm(torch.softmax(scores, -1), v0)
    a = torch.reshape(torch.permute(torch.reshape(a, [b, kv, g, n, d]), [0, 3, 1, 2, 4]), [b, n, kv * g * d])
    x = x + self._linear(a, w, at + 1 + 3 * stride, stride, False)
    at = at + 1 + 4 * stride
    h = self._norm(x, w[at], eps)
    f = torch.silu(self._linear(h, w, at + 1, stride, False)) * self._linear(h, w, at + 1 + stride, stride, False)
    x = x + self._linear(f, w, at + 1 + 2 * stride, stride, False)
    at = at + 1 + 3 * stride
    layer = layer + 1
  return self._norm(x, w[1], eps)

# W + scale * B A, in place
def merge(self, w: Tensor, a: Tensor, b: Tensor, scale: float) -> None:
  torch.addmm_(torch.detach(w), torch.detach(b), torch.detach(a), beta=1, alpha=scale)

# room for a layer's keys or values
def cache(self, rows: int, heads: int, capacity: int, d: int, dtype: int, like: Tensor) -> Tensor:
  return torch.zeros([rows, heads, capacity, d], dtype=dtype, device=like.device)
