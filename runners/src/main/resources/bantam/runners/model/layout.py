# How families lay the weights of several maps into one tensor.

# part of a stored tensor: rows begin to end of each of `groups` equal groups of rows; turned: it lies transposed
def part_of(self, x: Tensor, begin: int, end: int, groups: int, turned: bool) -> Tensor:
  y = x
  if turned:
    y = torch.t(x)
  n = torch.size(y, 0) // groups
  g = torch.view(torch.contiguous(y), [groups, n, -1])[:, begin:end]
  if x.dim() > 1:
    return torch.clone(torch.reshape(g, [groups * (end - begin), torch.size(y, 1)]))
  else:
    return torch.clone(torch.reshape(g, [groups * (end - begin)]))

# the stored tensor of which these are the parts
def joined(self, parts: List[Tensor], groups: int, turned: bool) -> Tensor:
  if len(parts) == 1 and groups == 1:
    y = torch.detach(parts[0])
  else:
    cut = annotate(List[Tensor], [])
    for i in range(len(parts)):
      _0 = torch.append(cut, torch.view(torch.contiguous(torch.detach(parts[i])), [groups, torch.size(parts[i], 0) // groups, -1]))
    all = torch.cat(cut, 1)
    y = torch.reshape(all, [-1, torch.size(all, 2)])
    if parts[0].dim() == 1:
      y = torch.flatten(y)
  if turned:
    y = torch.t(y)
  return torch.contiguous(y)
