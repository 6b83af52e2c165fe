# The weights of attention, which the forward pass does not keep. Arguments are those of decoder.py.

# how much token k gets of the attention of itself and all behind it, mean over these T - k, with 0 of
# those whose window does not reach it: a (B, H, T, T) -> (B, H)
def received(self, a: Tensor, k: int) -> Tensor:
  t = torch.size(a, 2)
  return torch.mean(torch.narrow(torch.select(a, 3, k), 2, k, t - k), [2])

# q (B, T, H, d), k (B, T, K, d), mask (1 or B*K, G*T, T) -> (B, H, T, T) in float32
def _weights(self, q: Tensor, k: Tensor, mask: Tensor, scale: float, cap: float) -> Tensor:
  b = torch.size(q, 0)
  t = torch.size(q, 1)
  kv = torch.size(k, 2)
  g = torch.size(q, 2) // kv
  d = torch.size(q, 3)
  q0 = torch.reshape(torch.permute(torch.reshape(q, [b, t, kv, g, d]), [0, 2, 3, 1, 4]), [b * kv, g * t, d])
  k0 = torch.reshape(torch.permute(k, [0, 2, 3, 1]), [b * kv, d, t])
  a = torch.softmax(self._scores(mask, q0, k0, scale, cap), -1)
  return torch.to(torch.reshape(a, [b, kv * g, t, t]), 6)

# -> (layers, B, H): what token k gets in each layer, one layer's weights at a time
def attention_received(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int, token: int) -> Tensor:
  x = self._embed(ids, numbers, w, kind, embed, offset, dtype)
  setting = self._setting(ids, numbers, w, cos, sin, stride, d, kind, window, dtype, False)
  begin, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  seen = annotate(List[Tensor], [])
  for at in range(begin, len(w), span):
    cos0, sin0, mask = self._own(setting, (at - begin) // span, marks)
    q, k, v = self._qkv(x, w, at, cos0, sin0, stride, d, block, False)
    _0 = torch.append(seen, self.received(self._weights(q, k, mask, scale, cap), token))
    x, _f = self._layer(x, w, at, cos0, sin0, mask, stride, d, block, False, -1)
  return torch.stack(seen)

# one layer's weights (B, H, T, T), what they make of the values (B, T, H*d), and what the layer's attention does
def attention_weights(self, ids: Tensor, numbers: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, stride: int, d: int, kind: int, act: int, eps: float, scale: float, cap: float, embed: float, offset: int, window: int, marks: Tensor, dtype: int, layer: int) -> List[Tensor]:
  x = self._embed(ids, numbers, w, kind, embed, offset, dtype)
  setting = self._setting(ids, numbers, w, cos, sin, stride, d, kind, window, dtype, False)
  begin, span = self._places(kind, stride)
  block = (kind, act, eps, scale, cap)
  for i in range(layer):
    cos0, sin0, mask = self._own(setting, i, marks)
    x, _f = self._layer(x, w, begin + i * span, cos0, sin0, mask, stride, d, block, False, -1)
  cos0, sin0, mask = self._own(setting, layer, marks)
  q, k, v = self._qkv(x, w, begin + layer * span, cos0, sin0, stride, d, block, False)
  a = self._weights(q, k, mask, scale, cap)
  g = torch.size(q, 2) // torch.size(k, 2)
  v0 = torch.repeat_interleave(torch.to(torch.transpose(v, 1, 2), 6), g, 1)
  own = torch.reshape(torch.transpose(torch.matmul(a, v0), 1, 2), [torch.size(q, 0), torch.size(q, 1), -1])
  return [a, own, self._attend(q, k, v, mask, scale, cap)]
