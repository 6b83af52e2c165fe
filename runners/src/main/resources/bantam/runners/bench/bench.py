# What the machine's matrix products are measured with.

def noise(self, rows: int, columns: int, dtype: int, like: Tensor) -> Tensor:
  return torch.to(torch.randn([rows, columns], device=like.device), dtype)

# x (n, inputs), w (outputs, inputs), as a layer multiplies
def product(self, x: Tensor, w: Tensor) -> Tensor:
  return torch.linear(x, w)
