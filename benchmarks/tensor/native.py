"""NumPy (on OpenBLAS) or PyTorch as contenders: python3 native.py numpy|torch THREADS."""

import json
import os
import sys
import time

library, threads = sys.argv[1], sys.argv[2]
os.environ["OPENBLAS_NUM_THREADS"] = threads
os.environ["OMP_NUM_THREADS"] = threads

MATMULS = {
    "matmul-128": (128, 128, 128),
    "matmul-256": (256, 256, 256),
    "matmul-512": (512, 512, 512),
    "matmul-1024": (1024, 1024, 1024),
    "matmul-512x64x256": (512, 64, 256),
    "matmul-64x784x128": (64, 784, 128),
}
SAMPLE_SECONDS = 0.3


def numpy_rows():
    import numpy as np

    def product(shape):
        m, k, n = shape
        a = np.random.rand(m, k).astype("f4")
        b = np.random.rand(k, n).astype("f4")
        out = np.empty((m, n), "f4")
        return 2 * m * k * n / 1e9, lambda: np.matmul(a, b, out=out)

    return np.__version__, {name: (lambda s=s: product(s)) for name, s in MATMULS.items()}


def torch_rows():
    import torch
    import torch.nn as nn
    import torch.nn.functional as F

    torch.set_num_threads(int(threads))
    torch.manual_seed(0)

    def product(shape):
        m, k, n = shape
        a, b = torch.rand(m, k), torch.rand(k, n)
        return 2 * m * k * n / 1e9, lambda: torch.mm(a, b)

    def training(model, optimizer, loss):
        def step():
            optimizer.zero_grad()
            loss(model).backward()
            optimizer.step()

        return 1, step

    def mlp():
        model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
        x, y = torch.rand(64, 784), torch.randint(0, 10, (64,))
        optimizer = torch.optim.Adam(model.parameters(), 1e-3)
        return training(model, optimizer, lambda m: F.cross_entropy(m(x), y))

    def xor():
        model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
        x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
        optimizer = torch.optim.Adam(model.parameters(), 1e-2)
        return training(model, optimizer, lambda m: F.binary_cross_entropy_with_logits(m(x), y))

    class Block(nn.Module):
        def __init__(self, width, heads, context):
            super().__init__()
            self.heads = heads
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
            self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
            future = torch.triu(torch.full((context, context), float("-inf")), 1)
            self.register_buffer("future", future)

        def forward(self, x):
            batch, time_steps, width = x.shape
            qkv = self.qkv(self.norm1(x)).view(batch, time_steps, 3, self.heads, width // self.heads)
            q, k, v = qkv.permute(2, 0, 3, 1, 4)
            scores = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + self.future
            mixed = torch.softmax(scores, -1) @ v
            x = x + self.out(mixed.transpose(1, 2).reshape(batch, time_steps, width))
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    class GPT(nn.Module):
        def __init__(self, layers=4, width=128, heads=4, context=64, vocab=512):
            super().__init__()
            self.table, self.positions = nn.Embedding(vocab, width), nn.Embedding(context, width)
            self.blocks = nn.ModuleList([Block(width, heads, context) for _ in range(layers)])
            self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocab, bias=False)
            self.register_buffer("places", torch.arange(context))

        def forward(self, ids):
            x = self.table(ids) + self.positions(self.places)
            for block in self.blocks:
                x = block(x)
            return self.head(self.norm(x))

    def gpt():
        model = GPT()
        x, y = torch.randint(0, 512, (16, 64)), torch.randint(0, 512, (16, 64))
        optimizer = torch.optim.AdamW(model.parameters(), 3e-4, weight_decay=0.01)
        return training(model, optimizer, lambda m: F.cross_entropy(m(x).view(-1, 512), y.view(-1)))

    rows = {name: (lambda s=s: product(s)) for name, s in MATMULS.items()}
    rows.update({"mlp-step": mlp, "gpt-step": gpt, "xor-step": xor})
    return torch.__version__, rows


def repeat(run, limit):
    times, began = 0, time.perf_counter()
    while True:
        run()
        times += 1
        seconds = time.perf_counter() - began
        if seconds >= limit:
            return times / seconds


def main():
    version, rows = numpy_rows() if library == "numpy" else torch_rows()
    print(json.dumps({"ready": True, "version": f"{version}, {threads} threads", "rows": list(rows)}), flush=True)
    prepared = {}
    for line in sys.stdin:
        row = json.loads(line)["row"]
        try:
            if row not in prepared:
                prepared[row] = rows[row]()
                repeat(prepared[row][1], 1.0)
            units, run = prepared[row]
            print(json.dumps({"value": units * repeat(run, SAMPLE_SECONDS)}), flush=True)
        except Exception as error:
            print(json.dumps({"error": str(error)[:300]}), flush=True)


main()
