# The decoder of every family. What families differ in comes as numbers; see Block.java and Packing.java.
#
# w: the weights in float32, cast where they are used: embedding, final norm, then per layer the attention's norm,
# q, k, v, o, the feed-forward network's norm, gate, up, down. A linear map takes `stride` places: 1 for [W],
# 5 for [W, bias, A, B, [scale, dropout]], or 6 with the magnitudes of rows, where an empty tensor stands for nothing. In the wide form (kind & 1) the
# list begins with embedding, learned positions, final norm and its bias, and a layer ends with the biases of its two
# norms, the norms of queries and keys, and those behind attention and feed-forward network.
# Shapes: B rows, T tokens, D width, H query heads, K key heads, G = H / K, d dimensions of a head, r of them that turn.
#
# kind: 1 wide form, 2 LayerNorm, 4 the norm's scale is 1 + w, 8 no norm before a sublayer, 16 a norm behind it,
# 32 queries and keys normed head by head, 64 as a whole, 128 both sublayers read the layer's input, 256 no gate,
# 512 learned positions instead of rotary ones, 1024 other rotary positions in layers that slide: theirs stand behind
# the others' in the tables. 0 is Llama.
# act: 0 silu, 1 gelu, 2 gelu by tanh, 3 relu
# block: (kind, act, eps of the norms, scale of the scores, their cap or 0)
# offset: rows of the learned positions before that of the first one
# marks: for each layer, on the CPU, 1 if it slides, plus 2 if nothing turns in it

def _linear(self, x: Tensor, w: List[Tensor], at: int, stride: int, training: bool) -> Tensor:
  if stride == 1:
    return torch.linear(x, torch.to(w[at], x.dtype))
  if torch.numel(w[at + 2]) == 0:
    y = torch.linear(x, torch.to(w[at], x.dtype))
    if torch.numel(w[at + 1]) > 0:
      y = y + torch.to(w[at + 1], x.dtype)
    return y
  if stride > 5 and torch.numel(w[at + 5]) > 0:
    return self._dora(x, w, at, training)
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

# the norm whose scale is at w[at], and whose bias, where it has one, is at w[bias]
def _norm(self, x: Tensor, w: List[Tensor], at: int, bias: int, kind: int, eps: float) -> Tensor:
  if (kind & 2) != 0:
    return torch.layer_norm(x, [torch.size(x, -1)], torch.to(w[at], x.dtype), torch.to(w[bias], x.dtype), eps)
  elif (kind & 4) != 0:
    return torch.rms_norm(x, [torch.size(x, -1)], torch.to(w[at] + 1, x.dtype), eps)
  else:
    return torch.rms_norm(x, [torch.size(x, -1)], torch.to(w[at], x.dtype), eps)

def _final_norm(self, x: Tensor, w: List[Tensor], kind: int, eps: float) -> Tensor:
  first = 1 + (kind & 1)
  return self._norm(x, w, first, first + 1, kind, eps)

# x is nobody else's
def _act(self, x: Tensor, act: int) -> Tensor:
  if act == 0 and not torch.is_grad_enabled():
    return torch.silu_(x)
  elif act == 0:
    return torch.silu(x)
  elif act == 1:
    return torch.gelu(x)
  elif act == 2:
    return torch.gelu(x, approximate="tanh")
  else:
    return torch.relu(x)

def _turn(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  turned = torch.roll(x, [torch.size(x, -1) // 2], [-1])
  if torch.is_grad_enabled():
    return torch.addcmul(x * cos, turned, sin)
  else:
    return torch.addcmul_(torch.mul_(x, cos), turned, sin)

# x + y; y is nobody else's
def _plus(self, x: Tensor, y: Tensor) -> Tensor:
  if torch.is_grad_enabled():
    return x + y
  else:
    return torch.add_(y, x)

# f * up; f is nobody else's
def _gated(self, f: Tensor, up: Tensor) -> Tensor:
  if torch.is_grad_enabled():
    return f * up
  else:
    return torch.mul_(f, up)

# x (B, T, heads, d); cos and sin (T or B, T, 1, r), sin negative in its first half
def _rope(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  r = torch.size(cos, -1)
  if r == torch.size(x, -1):
    return self._turn(x, cos, sin)
  else:
    return torch.cat([self._turn(torch.narrow(x, -1, 0, r), cos, sin), torch.narrow(x, -1, r, torch.size(x, -1) - r)], -1)

# positions from each segment's first token on; numbers (B, T) -> (B, T)
def _positions(self, numbers: Tensor) -> Tensor:
  steps = torch.arange(torch.size(numbers, 1), dtype=4, device=numbers.device)
  change = torch.ne(numbers, torch.roll(numbers, [1], [1]))
  begin, _0 = torch.cummax(steps * change, 1)
  return steps - begin

# what is added to the scores: 0 where a token sees another, else -inf; (T, T), or (B, T, T) by segment; window: how
# many tokens one sees, itself included, 0 for all
def _mask(self, numbers: Tensor, tokens: int, window: int, like: Tensor) -> Tensor:
  far = torch.full([tokens, tokens], float("-inf"), dtype=like.dtype, device=like.device)
  mask = torch.triu(far, 1)
  if window > 0:
    mask = mask + torch.tril(far, -window)
  if torch.numel(numbers) > 0:
    apart = torch.ne(torch.unsqueeze(numbers, 2), torch.unsqueeze(numbers, 1))
    mask = torch.masked_fill(torch.expand(torch.unsqueeze(mask, 0), [torch.size(numbers, 0), tokens, tokens]), apart, float("-inf"))
  return mask

# mask + scale * q k, where cap > 0 the scores held within it; q (n, i, d), k (n, d, j)
def _scores(self, mask: Tensor, q: Tensor, k: Tensor, scale: float, cap: float) -> Tensor:
  if cap > 0:
    return mask + torch.tanh(torch.bmm(q, k) * (scale / cap)) * cap
  else:
    return torch.baddbmm(mask, q, k, beta=1, alpha=scale)

# q (B, T, H, d), k and v (B, T, K, d), mask (1 or B*K, G*T, T) -> (B, T, H*d); the scores are built whole
def _attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: float, cap: float) -> Tensor:
  b = torch.size(q, 0)
  t = torch.size(q, 1)
  kv = torch.size(k, 2)
  g = torch.size(q, 2) // kv
  d = torch.size(q, 3)
  q0 = torch.reshape(torch.permute(torch.reshape(q, [b, t, kv, g, d]), [0, 2, 3, 1, 4]), [b * kv, g * t, d])
  k0 = torch.reshape(torch.permute(k, [0, 2, 3, 1]), [b * kv, d, t])
  v0 = torch.reshape(torch.transpose(v, 1, 2), [b * kv, t, d])
  scores = self._scores(mask, q0, k0, scale, cap)
  seen = torch.bmm(torch.softmax(scores, -1), v0)
  return torch.reshape(torch.permute(torch.reshape(seen, [b, kv, g, t, d]), [0, 3, 1, 2, 4]), [b, t, kv * g * d])

# the same without the scores in memory, which cannot be capped; mask (1 or B, 1, T, T) or empty for causal
def _attend_fused(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: float) -> Tensor:
  b = torch.size(q, 0)
  t = torch.size(q, 1)
  g = torch.size(q, 2) // torch.size(k, 2)
  q0 = torch.transpose(q, 1, 2)
  k0 = torch.repeat_interleave(torch.transpose(k, 1, 2), g, 1)
  v0 = torch.repeat_interleave(torch.transpose(v, 1, 2), g, 1)
  if torch.numel(mask) > 0:
    seen = torch.scaled_dot_product_attention(q0, k0, v0, mask, 0., False, scale=scale)
  else:
    seen = torch.scaled_dot_product_attention(q0, k0, v0, None, 0., True, scale=scale)
  return torch.reshape(torch.transpose(seen, 1, 2), [b, t, -1])

def _heads(self, x: Tensor, d: int) -> Tensor:
  return torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), -1, d])

# a mask as attention takes it, from one of (T, T) or (B, T, T): (1 or B, 1, T, T) for the fused form, else
# (1 or B*K, G*T, T)
def _spread(self, mask: Tensor, kv: int, groups: int, fused: bool) -> Tensor:
  t = torch.size(mask, -1)
  b = torch.numel(mask) // (t * t)
  if fused:
    return torch.reshape(mask, [b, 1, t, t])
  elif b > 1:
    return torch.reshape(torch.expand(torch.reshape(mask, [b, 1, 1, t, t]), [b, kv, groups, t, t]), [b * kv, groups * t, t])
  else:
    return torch.reshape(torch.expand(torch.reshape(mask, [1, t, t]), [groups, t, t]), [1, groups * t, t])

# of tables (T or B, T, 1, r or 2 r) those of layers that do not slide, then those of layers that do
def _tables(self, cos: Tensor, sin: Tensor, kind: int) -> List[Tensor]:
  if (kind & 1024) != 0:
    r = torch.size(cos, -1) // 2
    return [torch.narrow(cos, -1, 0, r), torch.narrow(sin, -1, 0, r), torch.narrow(cos, -1, r, r), torch.narrow(sin, -1, r, r)]
  else:
    return [cos, sin, cos, sin]

# what every layer needs of positions and documents: cos and sin (T or B, T, 1, r) of layers that do not slide, of those
# that do, and the masks of the one and of the other
def _setting(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, window: int, dtype: int, fused: bool) -> List[Tensor]:
  t = torch.size(ids, 1)
  at = 3 + 2 * (kind & 1)
  kv = torch.size(w[at + stride], 0) // d
  groups = torch.size(w[at], 0) // (kv * d)
  cos0 = torch.empty([0], dtype=dtype, device=ids.device)
  sin0 = cos0
  if (kind & 512) == 0:
    if torch.numel(numbers) > 0:
      positions = self._positions(numbers)
      cos0 = torch.to(torch.unsqueeze(torch.embedding(cos, positions), 2), dtype)
      sin0 = torch.to(torch.unsqueeze(torch.embedding(sin, positions), 2), dtype)
    else:
      cos0 = torch.to(torch.unsqueeze(cos[:t], 1), dtype)
      sin0 = torch.to(torch.unsqueeze(sin[:t], 1), dtype)
  if fused and torch.numel(numbers) == 0:
    mask = torch.empty([0])
  else:
    mask = self._spread(self._mask(numbers, t, 0, cos0), kv, groups, fused)
  narrow = mask
  if window > 0 and window < t:
    narrow = self._spread(self._mask(numbers, t, window, cos0), kv, groups, fused)
  return self._tables(cos0, sin0, kind) + [mask, narrow]

# what one layer needs of the setting: cos and sin, empty where nothing turns, and its mask
def _own(self, setting: List[Tensor], layer: int, marks: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  mark = 0
  if torch.numel(marks) > 0:
    mark = int(marks[layer])
  near = mark & 1
  cos = setting[2 * near]
  if (mark & 2) != 0:
    cos = torch.empty([0])
  return (cos, setting[2 * near + 1], setting[4 + near])

# ids (B, T) -> what goes into the first layer (B, T, D)
def _embed(self, ids: Tensor, numbers: Tensor, w: List[Tensor], kind: int, scale: float, offset: int, dtype: int) -> Tensor:
  x = torch.to(torch.embedding(w[0], ids), dtype)
  if scale != 1:
    x = x * scale
  if (kind & 512) != 0:
    if torch.numel(numbers) > 0:
      x = x + torch.to(torch.embedding(w[1], self._positions(numbers) + offset), dtype)
    else:
      x = x + torch.to(w[1][offset:offset + torch.size(ids, 1)], dtype)
  return x

# queries, keys and values of the layer whose weights begin at w[at], (B, T, H or K, d)
def _qkv(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, stride: int, d: int, block: Tuple[int, int, float, float, float], training: bool) -> Tuple[Tensor, Tensor, Tensor]:
  kind, act, eps, scale, cap = block
  more = at + 2 + 7 * stride
  h = x
  if (kind & 8) == 0:
    h = self._norm(x, w, at, more, kind, eps)
  q = self._linear(h, w, at + 1, stride, training)
  k = self._linear(h, w, at + 1 + stride, stride, training)
  if (kind & 64) != 0:
    q = self._norm(q, w, more + 2, more, kind, eps)
    k = self._norm(k, w, more + 3, more, kind, eps)
  q = self._heads(q, d)
  k = self._heads(k, d)
  if (kind & 32) != 0:
    q = self._norm(q, w, more + 2, more, kind, eps)
    k = self._norm(k, w, more + 3, more, kind, eps)
  if (kind & 512) == 0 and torch.numel(cos) > 0:
    q = self._rope(q, cos, sin)
    k = self._rope(k, cos, sin)
  return (q, k, self._heads(self._linear(h, w, at + 1 + 2 * stride, stride, training), d))

# what follows in a layer: x its input, a what attention gave (B, T, H*d) -> its output, the input of its down
# projection
def _behind(self, x: Tensor, a: Tensor, w: List[Tensor], at: int, stride: int, block: Tuple[int, int, float, float, float], training: bool) -> Tuple[Tensor, Tensor]:
  kind, act, eps, scale, cap = block
  more = at + 2 + 7 * stride
  mlp = at + 1 + 4 * stride
  o = self._linear(a, w, at + 1 + 3 * stride, stride, training)
  if (kind & 16) != 0:
    o = self._norm(o, w, more + 4, more, kind, eps)
  y = self._plus(x, o)
  h = y
  if (kind & 128) != 0:
    h = x
  if (kind & 8) == 0:
    h = self._norm(h, w, mlp, more + 1, kind, eps)
  if (kind & 256) != 0:
    f = self._act(self._linear(h, w, mlp + 1 + stride, stride, training), act)
  else:
    f = self._gated(self._act(self._linear(h, w, mlp + 1, stride, training), act), self._linear(h, w, mlp + 1 + stride, stride, training))
  o = self._linear(f, w, mlp + 1 + 2 * stride, stride, training)
  if (kind & 16) != 0:
    o = self._norm(o, w, more + 5, more, kind, eps)
  return (self._plus(y, o), f)

# one layer, whose weights begin at w[at]; seed: of its dropout, -1 without -> its output and the input of its down
# projection
def _layer(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, mask: Tensor, stride: int, d: int, block: Tuple[int, int, float, float, float], fused: bool, seed: int) -> Tuple[Tensor, Tensor]:
  kind, act, eps, scale, cap = block
  training = seed >= 0
  if training:
    # for each layer anew, so that a layer that is computed again draws the same
    torch.manual_seed(seed + at)
  q, k, v = self._qkv(x, w, at, cos, sin, stride, d, block, training)
  if fused:
    a = self._attend_fused(q, k, v, mask, scale)
  else:
    a = self._attend(q, k, v, mask, scale, cap)
  return self._behind(x, a, w, at, stride, block, training)

# where the first layer begins in w, and how many places a layer takes
def _places(self, kind: int, stride: int) -> Tuple[int, int]:
  return (2 + 2 * (kind & 1), 2 + 7 * stride + 6 * (kind & 1))

# ids (B, T), numbers (B, T) or empty -> the hidden states behind the final norm (B, T, D); with taps then also
# every layer's input, the input of its down projection, and the last layer's output
def hidden(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int, fused: bool, seed: int, taps: bool) -> List[Tensor]:
  x = self._embed(ids, numbers, w, kind, embed, offset, dtype)
  setting = self._setting(ids, numbers, w, cos, sin, stride, d, kind, window, dtype, fused)
  begin, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  seen = annotate(List[Tensor], [])
  for at in range(begin, len(w), span):
    if taps:
      _0 = torch.append(seen, x)
    cos0, sin0, see = self._own(setting, (at - begin) // span, marks)
    x, f = self._layer(x, w, at, cos0, sin0, see, stride, d, block, fused, seed)
    if taps:
      _1 = torch.append(seen, f)
  out = [self._final_norm(x, w, kind, eps)]
  if taps:
    _2 = torch.append(seen, x)
  return out + seen

# the same without a graph: the hidden states, then what came into each layer and out of the last
def layer_inputs(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int, fused: bool, seed: int) -> List[Tensor]:
  x = self._embed(ids, numbers, w, kind, embed, offset, dtype)
  setting = self._setting(ids, numbers, w, cos, sin, stride, d, kind, window, dtype, fused)
  begin, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  seen = [x]
  for at in range(begin, len(w), span):
    cos0, sin0, see = self._own(setting, (at - begin) // span, marks)
    x, _f = self._layer(x, w, at, cos0, sin0, see, stride, d, block, fused, seed)
    _0 = torch.append(seen, x)
  return [self._final_norm(x, w, kind, eps)] + seen

# The gradients of w's members that require one, in their order; dh: the gradient of the hidden states; inputs: of
# layer_inputs. Each layer is computed again, with its graph, and pulled before the one below it, so that only one
# layer's graph exists at a time.
def pull_layers(self, dh: Tensor, inputs: List[Tensor], ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int, fused: bool, seed: int) -> List[Tensor]:
  setting = self._setting(ids, numbers, w, cos, sin, stride, d, kind, window, dtype, fused)
  begin, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  # the tables come first, then the final norm
  tables = begin // 2
  # below the first weight that trains nothing has to be computed again
  lowest = 0
  while lowest < len(w) and (not w[lowest].requires_grad or lowest >= tables and lowest < begin):
    lowest = lowest + 1
  found = annotate(List[List[Tensor]], [])
  x = torch.requires_grad_(torch.detach(inputs[-1]), True)
  y = self._final_norm(x, w, kind, eps)
  dy, last = self._pull_part(y, torch.view(dh, y.size()), [x], w, tables, begin)
  layer = len(inputs) - 2
  while layer >= 0:
    at = begin + layer * span
    if lowest < at + span:
      x = torch.detach(inputs[layer])
      below = annotate(List[Tensor], [])
      if lowest < at:
        x = torch.requires_grad_(x, True)
        below = [x]
      cos0, sin0, see = self._own(setting, layer, marks)
      y, _f = self._layer(x, w, at, cos0, sin0, see, stride, d, block, fused, seed)
      dy, part = self._pull_part(y, dy, below, w, at, at + span)
      _0 = torch.append(found, part)
    layer = layer - 1
  first = annotate(List[Tensor], [])
  if lowest < tables:
    y = self._embed(ids, numbers, w, kind, embed, offset, dtype)
    _dx, first = self._pull_part(y, dy, annotate(List[Tensor], []), w, 0, tables)
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

# what one token may not see of the columns, padding itself excepted, lest its softmax has no term; hide (B, N, C) ->
# (B*K, G*N, C), 0 or -inf
def _hidden_columns(self, hide: Tensor, kv: int, g: int, dtype: int) -> Tensor:
  b = torch.size(hide, 0)
  n = torch.size(hide, 1)
  end = torch.size(hide, 2)
  mask = torch.masked_fill(torch.zeros([b, n, end], dtype=dtype, device=hide.device), hide, float("-inf"))
  return torch.reshape(torch.expand(torch.reshape(mask, [b, 1, 1, n, end]), [b, kv, g, n, end]), [b * kv, g * n, end])

# the tokens behind those that are in the cache. ids (B, N); cache: per layer keys and values (B, K, C, d), of
# which `filled` columns are taken and the next N are written; begin (B): the first column of each row that is a
# token -> (B, N, D)
def step(self, ids: Tensor, begin: Tensor, cache: List[Tensor], filled: int, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int) -> Tensor:
  b = torch.size(ids, 0)
  n = torch.size(ids, 1)
  end = filled + n
  x = torch.to(torch.embedding(w[0], ids), dtype)
  if embed != 1:
    x = x * embed
  columns = torch.arange(end, dtype=4, device=ids.device)
  rows = columns[filled:]
  positions = torch.clamp_min(torch.unsqueeze(rows, 0) - torch.unsqueeze(begin, 1), 0)
  if (kind & 512) != 0:
    x = x + torch.to(torch.embedding(w[1], positions + offset), dtype)
    cos0 = x
    sin0 = x
  else:
    cos0 = torch.to(torch.unsqueeze(torch.embedding(cos, positions), 2), dtype)
    sin0 = torch.to(torch.unsqueeze(torch.embedding(sin, positions), 2), dtype)
  # padding sees itself, lest its softmax has no term
  later = torch.gt(torch.unsqueeze(columns, 0), torch.unsqueeze(rows, 1))
  before = torch.lt(torch.unsqueeze(columns, 0), torch.unsqueeze(begin, 1))
  itself = torch.eq(torch.unsqueeze(columns, 0), torch.unsqueeze(rows, 1))
  hide = torch.logical_or(torch.unsqueeze(later, 0), torch.logical_and(torch.unsqueeze(before, 1), torch.logical_not(torch.unsqueeze(itself, 0))))
  kv = torch.size(cache[0], 1)
  first = 3 + 2 * (kind & 1)
  g = torch.size(w[first], 0) // torch.size(w[first + stride], 0)
  mask = self._hidden_columns(hide, kv, g, dtype)
  narrow = mask
  if window > 0 and window < end:
    far = torch.le(torch.unsqueeze(columns, 0), torch.unsqueeze(rows, 1) - window)
    narrow = self._hidden_columns(torch.logical_or(hide, torch.unsqueeze(far, 0)), kv, g, dtype)
  setting = self._tables(cos0, sin0, kind) + [mask, narrow]
  at, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  layer = 0
  while at < len(w):
    cos1, sin1, see = self._own(setting, layer, marks)
    q, k, v = self._qkv(x, w, at, cos1, sin1, stride, d, block, False)
    keys = cache[2 * layer]
    values = cache[2 * layer + 1]
    _0 = torch.copy_(keys[:, :, filled:end], torch.transpose(k, 1, 2))
    _1 = torch.copy_(values[:, :, filled:end], torch.transpose(v, 1, 2))
    q0 = torch.reshape(torch.permute(torch.reshape(q, [b, n, kv, g, d]), [0, 2, 3, 1, 4]), [b * kv, g * n, d])
    k0 = torch.reshape(keys[:, :, :end], [b * kv, end, d])
    v0 = torch.reshape(values[:, :, :end], [b * kv, end, d])
    scores = self._scores(see, q0, torch.transpose(k0, 1, 2), scale, cap)
    a = torch.bmm(torch.softmax(scores, -1), v0)
    a = torch.reshape(torch.permute(torch.reshape(a, [b, kv, g, n, d]), [0, 3, 1, 2, 4]), [b, n, kv * g * d])
    x, _f = self._behind(x, a, w, at, stride, block, False)
    at = at + span
    layer = layer + 1
  return self._final_norm(x, w, kind, eps)

# attention in rows that branch. q (B, T, H, d), k and v (B, T, K, d), mask (1, B, 1, T, T); keys and values (K, P, d)
# of what every row has before it, or with P = 0 nothing -> (B, T, H*d)
def _attend_tree(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, keys: Tensor, values: Tensor, scale: float, cap: float) -> Tensor:
  b = torch.size(q, 0)
  t = torch.size(q, 1)
  kv = torch.size(k, 2)
  g = torch.size(q, 2) // kv
  d = torch.size(q, 3)
  p = torch.numel(keys) // (kv * d)
  # heads first, so that all rows meet the common keys in one product
  q0 = torch.reshape(torch.permute(torch.reshape(q * scale, [b, t, kv, g, d]), [2, 0, 3, 1, 4]), [kv * b, g * t, d])
  k0 = torch.reshape(torch.permute(k, [2, 0, 3, 1]), [kv * b, d, t])
  v0 = torch.reshape(torch.permute(v, [2, 0, 1, 3]), [kv * b, t, d])
  scores = torch.bmm(q0, k0)
  if p > 0:
    past = torch.bmm(torch.reshape(q0, [kv, b * g * t, d]), torch.transpose(keys, 1, 2))
    scores = torch.cat([torch.reshape(past, [kv * b, g * t, p]), scores], -1)
  if cap > 0:
    scores = torch.mul_(torch.tanh(scores / cap), cap)
  own = torch.narrow(torch.view(scores, [kv, b, g, t, p + t]), 4, p, t)
  _0 = torch.add_(own, mask)
  seen = torch.softmax(scores, -1)
  a = torch.bmm(torch.narrow(seen, 2, p, t), v0)
  if p > 0:
    before = torch.reshape(torch.narrow(seen, 2, 0, p), [kv, b * g * t, p])
    a = torch.add_(a, torch.reshape(torch.bmm(before, values), [kv * b, g * t, d]))
  return torch.reshape(torch.permute(torch.reshape(a, [kv, b, g, t, d]), [1, 3, 0, 2, 4]), [b, t, kv * g * d])

# (1, N, H, d) -> (B, T, H, d), padded by the tokens that sources names for the places
def _rows(self, x: Tensor, sources: Tensor, b: int, t: int) -> Tensor:
  rows = x
  if torch.numel(sources) > 0:
    rows = torch.index_select(x, 1, sources)
  return torch.reshape(rows, [b, t, torch.size(x, 2), torch.size(x, 3)])

# Rows that branch, their tokens depth first and one row behind the other, behind a beginning that all rows share. ids and
# positions (1, N); last (B, T): for each place of a padded row the last one that goes on from it; sources (B*T): the token
# at each place, slots (N): the place of each token, both empty where nothing is padded; shared: per layer keys and values
# (1, K, C, d) of the beginning, in their first `before` columns -> (1, N, D). Nothing slides: what may not be seen of a
# way through a row is left to the caller.
def branches(self, ids: Tensor, positions: Tensor, last: Tensor, sources: Tensor, slots: Tensor, shared: List[Tensor], before: int, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int) -> Tensor:
  b = torch.size(last, 0)
  t = torch.size(last, 1)
  x = torch.to(torch.embedding(w[0], ids), dtype)
  if embed != 1:
    x = x * embed
  if (kind & 512) != 0:
    x = x + torch.to(torch.embedding(w[1], positions + offset), dtype)
    cos0 = x
    sin0 = x
  else:
    cos0 = torch.to(torch.unsqueeze(torch.embedding(cos, positions), 2), dtype)
    sin0 = torch.to(torch.unsqueeze(torch.embedding(sin, positions), 2), dtype)
  columns = torch.arange(t, dtype=4, device=ids.device)
  later = torch.gt(torch.unsqueeze(columns, 0), torch.unsqueeze(columns, 1))
  ended = torch.gt(torch.reshape(columns, [1, t, 1]), torch.unsqueeze(last, 1))
  hide = torch.logical_or(torch.unsqueeze(later, 0), ended)
  mask = torch.masked_fill(torch.zeros(hide.size(), dtype=dtype, device=ids.device), hide, float("-inf"))
  mask = torch.unsqueeze(torch.unsqueeze(mask, 0), 2)
  setting = self._tables(cos0, sin0, kind) + [mask, mask]
  at, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  layer = 0
  while at < len(w):
    cos1, sin1, see = self._own(setting, layer, marks)
    q, k, v = self._qkv(x, w, at, cos1, sin1, stride, d, block, False)
    keys = torch.narrow(k[0], 0, 0, 0)
    values = keys
    if before > 0:
      keys = torch.narrow(shared[2 * layer][0], 1, 0, before)
      values = torch.narrow(shared[2 * layer + 1][0], 1, 0, before)
    a = self._attend_tree(self._rows(q, sources, b, t), self._rows(k, sources, b, t), self._rows(v, sources, b, t), see, keys, values, scale, cap)
    a = torch.reshape(a, [1, b * t, -1])
    if torch.numel(slots) > 0:
      a = torch.index_select(a, 1, slots)
    x, _f = self._behind(x, a, w, at, stride, block, False)
    at = at + span
    layer = layer + 1
  return self._final_norm(x, w, kind, eps)

# W + scale * B A, in place
def merge(self, w: Tensor, a: Tensor, b: Tensor, scale: float) -> None:
  torch.addmm_(torch.detach(w), torch.detach(b), torch.detach(a), beta=1, alpha=scale)

# room for a layer's keys or values
def cache(self, rows: int, heads: int, capacity: int, d: int, dtype: int, like: Tensor) -> Tensor:
  return torch.zeros([rows, heads, capacity, d], dtype=dtype, device=like.device)
