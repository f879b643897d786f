import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/planet.js';
import { balance, state } from './model.js';

const names = text.planet.rows;
const sun = 5772; // K

const given = (name: string, value: string): Explanation => ({
  name,
  value,
  sentence: text.why.given,
});

function whyAbsorbed(): Explanation {
  const { solar, albedo } = state.value;
  return {
    ...text.why.absorbed,
    name: names.absorbed,
    value: text.planet.watts(balance.value.absorbed),
    numbers: `${short(solar)} · (1 − ${short(albedo)}) / 4`,
    parents: [
      given(text.planet.solar, text.planet.watts(solar)),
      given(text.planet.albedo, text.planet.share(albedo)),
    ],
    source: 'planet',
  };
}

function whyEffective(): Explanation {
  return {
    ...text.why.effective,
    name: names.effective,
    value: text.planet.kelvin(balance.value.effectiveKelvin),
    numbers: `(${short(balance.value.absorbed)} / 5.67e−8)^¼`,
    parents: [whyAbsorbed()],
    source: 'planet',
  };
}

function whySurface(): Explanation {
  const { greenhouse } = state.value;
  return {
    ...text.why.surface,
    name: names.surface,
    value: text.planet.kelvin(balance.value.surfaceKelvin),
    numbers: `${balance.value.effectiveKelvin.toFixed(1)} · (2 / (2 − ${short(greenhouse)}))^¼`,
    parents: [whyEffective(), given(text.planet.greenhouse, text.planet.share(greenhouse))],
    source: 'planet',
  };
}

function whyAir(): Explanation {
  return {
    ...text.why.air,
    name: names.air,
    value: text.planet.kelvin(balance.value.airKelvin),
    numbers: `${balance.value.surfaceKelvin.toFixed(1)} / 1.189`,
    parents: [whySurface()],
    source: 'planet',
  };
}

function whyPhotons(): Explanation {
  return {
    ...text.why.photons,
    name: names.photons,
    value: short(balance.value.photonsOutPerPhotonIn),
    numbers: `${sun} / ${balance.value.effectiveKelvin.toFixed(1)}`,
    parents: [
      { name: text.why.sunKelvin, value: `${sun} K`, sentence: text.why.sunSentence },
      whyEffective(),
    ],
    source: 'planet',
  };
}

/** Where each number of the balance comes from, by the name of its row. */
export const why: Readonly<Record<string, () => Explanation>> = {
  absorbed: whyAbsorbed,
  effective: whyEffective,
  surface: whySurface,
  air: whyAir,
  photons: whyPhotons,
};
