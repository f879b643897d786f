// What plain C reaches for one-token-at-a-time decoding of the same small Llama: loops as one writes them, one
// thread, the compiler's best (-Ofast -march=native). Random weights; the arithmetic does not depend on them.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LAYERS = 5, WIDTH = 64, HEADS = 8, KV = 4, HEAD = WIDTH / HEADS, HIDDEN = 172, VOCAB = 512, CONTEXT = 512 };

static float wq[LAYERS][WIDTH][WIDTH], wk[LAYERS][KV * HEAD][WIDTH], wv[LAYERS][KV * HEAD][WIDTH], wo[LAYERS][WIDTH][WIDTH];
static float w1[LAYERS][HIDDEN][WIDTH], w3[LAYERS][HIDDEN][WIDTH], w2[LAYERS][WIDTH][HIDDEN], tokens[VOCAB][WIDTH], head[VOCAB][WIDTH];
static float keys[LAYERS][CONTEXT][KV * HEAD], values[LAYERS][CONTEXT][KV * HEAD], logits[VOCAB];

static void fill(float *w, int n) { while (n--) *w++ = (rand() / (float)RAND_MAX - 0.5f) * 0.2f; }

static void matvec(float *y, const float *w, const float *x, int rows, int columns) {
  for (int r = 0; r < rows; r++) {
    float sum = 0;
    for (int c = 0; c < columns; c++) sum += w[r * columns + c] * x[c];
    y[r] = sum;
  }
}

static void rmsnorm(float *y, const float *x) {
  float sum = 0;
  for (int i = 0; i < WIDTH; i++) sum += x[i] * x[i];
  float scale = 1 / sqrtf(sum / WIDTH + 1e-5f);
  for (int i = 0; i < WIDTH; i++) y[i] = x[i] * scale;
}

static void rotate(float *x, int heads, int position) {
  for (int h = 0; h < heads; h++, x += HEAD)
    for (int i = 0; i < HEAD / 2; i++) {
      float angle = position / powf(10000, 2.0f * i / HEAD), c = cosf(angle), s = sinf(angle), a = x[i], b = x[i + HEAD / 2];
      x[i] = a * c - b * s;
      x[i + HEAD / 2] = b * c + a * s;
    }
}

static int step(int token, int position) {
  float x[WIDTH], n[WIDTH], q[WIDTH], y[WIDTH], o[WIDTH], gate[HIDDEN], up[HIDDEN], scores[CONTEXT];
  memcpy(x, tokens[token], sizeof x);
  for (int l = 0; l < LAYERS; l++) {
    float *k = keys[l][position], *v = values[l][position];
    rmsnorm(n, x);
    matvec(q, wq[l][0], n, WIDTH, WIDTH);
    matvec(k, wk[l][0], n, KV * HEAD, WIDTH);
    matvec(v, wv[l][0], n, KV * HEAD, WIDTH);
    rotate(q, HEADS, position);
    rotate(k, KV, position);
    for (int h = 0; h < HEADS; h++) {
      int g = h / (HEADS / KV) * HEAD;
      float most = -1e30f, total = 0;
      for (int t = 0; t <= position; t++) {
        float s = 0;
        for (int i = 0; i < HEAD; i++) s += q[h * HEAD + i] * keys[l][t][g + i];
        scores[t] = s / sqrtf(HEAD);
        if (scores[t] > most) most = scores[t];
      }
      for (int t = 0; t <= position; t++) total += scores[t] = expf(scores[t] - most);
      for (int i = 0; i < HEAD; i++) y[h * HEAD + i] = 0;
      for (int t = 0; t <= position; t++)
        for (int i = 0; i < HEAD; i++) y[h * HEAD + i] += scores[t] / total * values[l][t][g + i];
    }
    matvec(o, wo[l][0], y, WIDTH, WIDTH);
    for (int i = 0; i < WIDTH; i++) x[i] += o[i];
    rmsnorm(n, x);
    matvec(gate, w1[l][0], n, HIDDEN, WIDTH);
    matvec(up, w3[l][0], n, HIDDEN, WIDTH);
    for (int i = 0; i < HIDDEN; i++) gate[i] = gate[i] / (1 + expf(-gate[i])) * up[i];
    matvec(o, w2[l][0], gate, WIDTH, HIDDEN);
    for (int i = 0; i < WIDTH; i++) x[i] += o[i];
  }
  rmsnorm(n, x);
  matvec(logits, head[0], n, VOCAB, WIDTH);
  int best = 0;
  for (int i = 1; i < VOCAB; i++) if (logits[i] > logits[best]) best = i;
  return best;
}

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }

int main(void) {
  float *all[] = { wq[0][0], wk[0][0], wv[0][0], wo[0][0], w1[0][0], w3[0][0], w2[0][0], tokens[0], head[0] };
  int sizes[] = { sizeof wq, sizeof wk, sizeof wv, sizeof wo, sizeof w1, sizeof w3, sizeof w2, sizeof tokens, sizeof head };
  for (int i = 0; i < 9; i++) fill(all[i], sizes[i] / 4);
  printf("{\"ready\":true,\"version\":\"gcc " __VERSION__ "\",\"rows\":[\"generate-small\"]}\n");
  fflush(stdout);
  for (char line[4096]; fgets(line, sizeof line, stdin);) {
    double begin = now();
    long made = 0;
    while (now() - begin < 0.3)
      for (int token = 1, position = 0; position < CONTEXT; position++, made++) token = step(token, position);
    printf("{\"value\":%.1f}\n", made / (now() - begin));
    fflush(stdout);
  }
}
