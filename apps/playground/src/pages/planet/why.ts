import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/planet.js';
import { balance, day, state } from './model.js';

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

function whyEntropy(): Explanation {
  const { absorbed, effectiveKelvin } = balance.value;
  return {
    ...text.why.entropy,
    name: names.entropy,
    value: text.planet.entropy(balance.value.radiationEntropyExport),
    numbers: `4/3 · ${short(absorbed)} · (1 / ${effectiveKelvin.toFixed(1)} − 1 / ${sun})`,
    parents: [whyAbsorbed(), whyEffective()],
    source: 'planet',
  };
}

const books = text.room.books;
const moment = () =>
  day.value[state.value.step] ?? { fromRoom: 0, work: 0, toStreet: 0, entropy: 0 };

function whyFromRoom(): Explanation {
  const { target, sun: light } = state.value;
  return {
    ...text.why.fromRoom,
    name: books.fromRoom,
    value: text.room.joules(moment().fromRoom),
    parents: [
      given(text.room.target, text.room.celsius(target)),
      given(text.room.sun, text.room.watts(light)),
    ],
    source: 'room',
  };
}

function whyWork(): Explanation {
  const { quality, street } = state.value;
  return {
    ...text.why.work,
    name: books.work,
    value: text.room.joules(moment().work),
    parents: [
      whyFromRoom(),
      given(text.room.quality, text.room.qualityShown(quality)),
      given(text.room.street, text.room.celsius(street)),
    ],
    source: 'cooler',
  };
}

function whyToStreet(): Explanation {
  const { fromRoom, work, toStreet } = moment();
  return {
    ...text.why.toStreet,
    name: books.toStreet,
    value: text.room.joules(toStreet),
    numbers: `${text.room.joules(fromRoom)} + ${text.room.joules(work)}`,
    parents: [whyFromRoom(), whyWork()],
    source: 'room',
  };
}

function whyRoomEntropy(): Explanation {
  return {
    ...text.why.roomEntropy,
    name: books.entropy,
    value: text.room.entropy(moment().entropy),
    parents: [whyFromRoom(), whyToStreet()],
    source: 'universe',
  };
}

/** Where each number of the balance comes from, by the name of its row. */
export const why: Readonly<Record<string, () => Explanation>> = {
  absorbed: whyAbsorbed,
  effective: whyEffective,
  surface: whySurface,
  air: whyAir,
  photons: whyPhotons,
  entropy: whyEntropy,
  'from-room': whyFromRoom,
  work: whyWork,
  'to-street': whyToStreet,
  'room-entropy': whyRoomEntropy,
};
