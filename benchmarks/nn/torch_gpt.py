"""PyTorch as a contender: training steps of nanoGPT's CPU setting, written as nanoGPT writes them."""
import json, math, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

LAYERS, HEADS, WIDTH, CONTEXT, BATCH, VOCAB = 4, 4, 128, 64, 12, 65


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH, bias=False), nn.Linear(4 * WIDTH, WIDTH, bias=False)
        self.register_buffer("mask", torch.full((CONTEXT, CONTEXT), -math.inf).triu(1))

    def forward(self, x):
        q, k, v = self.qkv(self.n1(x)).split(WIDTH, 2)
        q, k, v = (t.view(BATCH, CONTEXT, HEADS, -1).transpose(1, 2) for t in (q, k, v))
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            y = (q @ k.transpose(-2, -1) / math.sqrt(WIDTH // HEADS) + self.mask).softmax(-1) @ v
        x = x + self.out(y.transpose(1, 2).reshape(BATCH, CONTEXT, WIDTH))
        return x + self.down(F.gelu(self.up(self.n2(x))))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCAB, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*[Block() for _ in range(LAYERS)])
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, VOCAB, bias=False)
        self.head.weight = self.tokens.weight

    def forward(self, ids):
        return self.head(self.norm(self.blocks(self.tokens(ids) + self.positions.weight)))


class Steps:
    def __init__(self, threads):
        self.threads = threads
        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.model = GPT()
        matrices = [p for p in self.model.parameters() if p.dim() >= 2]
        vectors = [p for p in self.model.parameters() if p.dim() < 2]
        self.adam = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
                                      lr=1e-3, betas=(0.9, 0.99))
        self.ids = torch.randint(0, VOCAB, (BATCH, CONTEXT + 1))
        for _ in range(3):
            self.step()

    def step(self):
        logits = self.model(self.ids[:, :-1])
        loss = F.cross_entropy(logits.reshape(-1, VOCAB), self.ids[:, 1:].reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)

    def sample(self):
        torch.set_num_threads(self.threads)
        begin, steps = time.perf_counter(), 0
        while time.perf_counter() - begin < 0.5:
            self.step()
            steps += 1
        return steps / (time.perf_counter() - begin)


threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
rows = {"shakespeare-speed": lambda: Steps(threads)}
made = {}
print(json.dumps({"ready": True, "version": torch.__version__, "rows": list(rows)}), flush=True)
for line in sys.stdin:
    row = json.loads(line)["row"]
    if row not in made:
        made[row] = rows[row]()
    print(json.dumps({"value": made[row].sample()}), flush=True)
