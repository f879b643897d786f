import type { VNode } from 'preact';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/planet.js';
import { balance } from './model.js';

/** Sunlight in, infrared out: arrows as wide as their watts, and dots for photons. */
export function Balance(): VNode {
  const { absorbed, surfaceKelvin, photonsOutPerPhotonIn } = balance.value;
  const out = Math.min(60, Math.round(photonsOutPerPhotonIn));
  return (
    <figure class="balance">
      <svg
        viewBox="0 0 400 220"
        role="img"
        aria-label={text.planet.sentence(surfaceKelvin, photonsOutPerPhotonIn)}
      >
        <circle class="sun" cx="40" cy="40" r="26" />
        <circle class="ground" cx="200" cy="330" r="190" />
        <circle class="air" cx="200" cy="330" r="206" />
        <line class="light" x1="70" y1="62" x2="150" y2="142" />
        <circle class="photon hot" cx="112" cy="103" r="9" />
        {Array.from({ length: out }, (_, i) => {
          const angle = -1.25 + (i / Math.max(1, out - 1)) * 1.6;
          const reach = 228 + (i % 3) * 26;
          return (
            <circle
              key={i}
              class="photon cold"
              cx={(200 + reach * Math.sin(angle + 0.35)).toFixed(1)}
              cy={(330 - reach * Math.cos(angle + 0.35)).toFixed(1)}
              r="4"
            />
          );
        })}
        <text x="80" y="34">{`1 × 5772 K · ${short(absorbed)} W/m²`}</text>
        <text x="200" y="200" text-anchor="middle">{`${surfaceKelvin.toFixed(1)} K`}</text>
      </svg>
      <figcaption>{text.planet.sentence(surfaceKelvin, photonsOutPerPhotonIn)}</figcaption>
    </figure>
  );
}
