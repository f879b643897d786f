import {
  bestLineForXor,
  constructedXor,
  type GateResponse,
  runGateNetwork,
  xorScore,
} from '@gibbs/nn/tasks';
import { signal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { paint } from '../../frame/ramp.js';
import { Slider } from '../../frame/slider.js';
import { themeChanges } from '../../frame/useTheme.js';
import { text } from '../../text/en/gate.js';
import { fieldOf } from './fieldOf.js';

const size = 96;
const gateEnd = 40;
/** 0 is the line, `gateEnd` the gate, and between them lies the curve, ever sharper. */
const position = signal(24);

interface Response {
  response: GateResponse;
  sharpness: number;
}

function responseAt(at: number): Response {
  if (at === 0) return { response: 'line', sharpness: 1 };
  if (at === gateEnd) return { response: 'step', sharpness: 1 };
  return { response: 'sigmoid', sharpness: 10 ** (at / 10 - 1) };
}

/** One thought-out network whose neurons go from line over curve to gate. */
export function Morph(): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    themeChanges.value;
    const response = responseAt(position.value);
    const answer = (a: number, b: number) => runGateNetwork(constructedXor, a, b, response);
    if (canvas.current) paint(canvas.current, fieldOf(size, answer), size);
  });
  const response = responseAt(position.value);
  const shown =
    response.response === 'sigmoid' ? text.morph.sharp(response.sharpness) : endName(response);
  const right = xorScore((a, b) => runGateNetwork(constructedXor, a, b, response));
  return (
    <section class="morph card" aria-labelledby="morph-title">
      <div>
        <h2 id="morph-title">{text.morph.title}</h2>
        <p>{text.morph.intro}</p>
        <Slider
          label={text.morph.slider}
          min={0}
          max={gateEnd}
          step={1}
          value={position.value}
          shown={shown}
          onInput={(at) => {
            position.value = at;
          }}
        />
        <p id="morph-score">
          <strong>{text.morph.score(right)}</strong>
        </p>
        {response.response === 'line' && <p>{text.morph.best(bestLineForXor().score)}</p>}
      </div>
      <div class="plane corners">
        <canvas
          ref={canvas}
          width="1"
          height="1"
          role="img"
          aria-label={text.morph.sentence(shown, right)}
        />
      </div>
    </section>
  );
}

function endName({ response }: Response): string {
  return response === 'line' ? text.morph.line : text.morph.gate;
}
