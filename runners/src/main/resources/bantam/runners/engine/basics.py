# What belongs to no model: types, bytes, gradients.
# dtype codes of libtorch: 0 uint8, 5 float16, 6 float32, 15 bfloat16

# one dimension over the same values
def flat(self, x: Tensor) -> Tensor:
  return torch.view(torch.detach(x), [-1])

# raw little-endian bytes, one dimension, perhaps of another device, into x
def put_bytes(self, x: Tensor, raw: Tensor, dtype: int) -> None:
  _0 = torch.copy_(x, torch.view_copy(raw, dtype=dtype))

# some of the rows
def slice_rows(self, x: Tensor, begin: int, end: int) -> Tensor:
  return x[begin:end]

# raw little-endian bytes, one dimension -> values in float32, a copy
def from_bytes(self, raw: Tensor, dtype: int) -> Tensor:
  return torch.to(torch.view_copy(raw, dtype=dtype), 6)

# values -> raw bytes of another dtype, one dimension
def to_bytes(self, x: Tensor, dtype: int) -> Tensor:
  return torch.view_copy(torch.to(torch.flatten(torch.detach(x)), dtype), dtype=0)

# sum(x * g): its backward pass puts the gradient g into x
def inject(self, x: Tensor, g: Tensor) -> Tensor:
  return torch.sum(torch.to(x, 6) * torch.detach(g))

# a copy in another dtype, without graph
def cast(self, x: Tensor, dtype: int) -> Tensor:
  return torch.to(torch.detach(x), dtype)

def zero(self, x: List[Tensor]) -> None:
  torch._foreach_zero_(x)

def count_nonzero(self, x: Tensor) -> Tensor:
  return torch.count_nonzero(x)

# some of the entries along the first dimension
def rows(self, x: Tensor, index: Tensor) -> Tensor:
  return torch.index_select(x, 0, index)

# whether x remembers how it was made; DJL's hasGradient() is true for leaves only
def has_graph(self, x: Tensor) -> Tensor:
  return torch.full([], int(x.requires_grad), dtype=11)
