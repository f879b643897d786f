// The memory limit of one-token-at-a-time decoding: every weight is read once per token, so no decoder on one thread
// can be faster than reading that many bytes from memory and adding them up.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// GPT-2 124M: 12 blocks and the embedding, which is also the last layer.
static const size_t weights = 12 * (4 * 768 * 768 + 2 * 768 * 3072) + 50257 * 768;

typedef float wide __attribute__((vector_size(64)));

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }

int main(void) {
  float *data = aligned_alloc(64, weights * 4);
  for (size_t i = 0; i < weights; i++) data[i] = (float)(i & 7);
  printf("{\"ready\":true,\"version\":\"gcc " __VERSION__ "\",\"rows\":[\"decode-gpt2-float32\",\"decode-gpt2-int8\"]}\n");
  fflush(stdout);
  volatile float sink = 0;
  for (char line[4096]; fgets(line, sizeof line, stdin);) {
    size_t count = strstr(line, "int8") ? weights / 4 : weights;
    size_t step = count, at = 0, tokens = 0;
    double begin = now();
    while (now() - begin < 0.5) {
      // int8 walks through the whole block as well, so that no cache can hold what it reads
      if (at + step > weights) at = 0;
      wide sums[4] = {0};
      const wide *from = (const wide *)(data + at), *to = from + step / 16;
      for (; from + 4 <= to; from += 4)
        for (int j = 0; j < 4; j++) sums[j] += from[j];
      for (int j = 0; j < 4; j++) sink += sums[j][0];
      at += step;
      tokens++;
    }
    printf("{\"value\":%.3f}\n", tokens / (now() - begin));
    fflush(stdout);
  }
}
