import { grouped, inWords, percent, short } from '../../frame/numbers.js';

/** Every sentence of the page on the planet that depends on what is happening. */
export const text = {
  bet: {
    legend: 'Bet first',
    question:
      'The Earth receives energy from the Sun all day. How much of it does it keep, over a year?',
    options: ['Most of it', 'About half', 'Next to none'],
    right: 2,
    reply: (won: boolean) =>
      `${won ? 'Right' : 'Not so'}: next to none. What comes in goes out again, watt for watt. What the Earth lives on is not energy but the difference: a few hot photons come, many cold ones leave, and they carry entropy away.`,
  },
  why: {
    absorbed: {
      sentence:
        'The Sun shines on a disk, and the planet is a sphere with four times its area; some of the light is thrown back.',
      formula: 'F = S (1 − A) / 4',
      gradient: 'It grows with the sunlight in proportion, and falls as more is thrown back.',
    },
    effective: {
      sentence: 'As hot as a black body must be to send out what is absorbed.',
      formula: 'T = (F / σ)^¼',
      gradient: 'A fourth root is slow: 1 % more sunlight makes ¼ % more kelvin.',
    },
    surface: {
      sentence:
        'The air catches some of the ground’s heat and sends half of it back down, so the ground must be hotter than what is seen from space.',
      formula: 'T_ground = T · (2 / (2 − ε))^¼',
      gradient: 'The more the air catches, the hotter the ground.',
    },
    air: {
      sentence: 'The layer of air takes heat from below only, and sends it both ways.',
      formula: 'T_air = T_ground / 2^¼',
    },
    photons: {
      sentence:
        'The same energy in smaller portions: a photon’s energy goes with the temperature of what sent it.',
      formula: 'T_Sun / T',
      gradient: 'The colder the planet looks, the more photons share the energy.',
    },
    entropy: {
      sentence:
        'What the heat that leaves carries away, less what the sunlight brought. Light holds a third more entropy than heat alone.',
      formula: '4/3 · F · (1 / T − 1 / T_Sun)',
      gradient: 'The colder the light that leaves, the more it carries.',
    },
    fromRoom: {
      sentence:
        'What the machine takes out, step by step: all that would warm the room above its thermostat, as far as its power goes.',
      formula: 'Q = Σ (sun + wall + surplus)',
      gradient: 'A lower thermostat lets more heat in through the wall, and so takes more out.',
    },
    work: {
      sentence: 'What it costs to lift that heat from the room to the warmer street.',
      formula: 'W = Σ Q · (T_street / T_room − 1) / quality',
      gradient: 'Twice the quality halves it; a hotter street raises it.',
    },
    toStreet: {
      sentence: 'The first law: the heat of the room and all of the work end in the street.',
      formula: 'Q_street = Q_room + W',
    },
    roomEntropy: {
      sentence:
        'Sun, room, street, sky and machine together, from one set of books: heat over temperature where it leaves and where it arrives.',
      formula: 'ΔS = Σ Q / T',
      gradient: 'It never falls; a better machine makes less of it.',
    },
    given: 'Set by its slider.',
    sunKelvin: 'Temperature of the Sun',
    sunSentence: 'What the Sun’s light tells of its surface.',
  },
  planet: {
    title: 'The planet',
    sentence: (surface: number, photons: number) =>
      `Ground at ${celsius(surface)}. For each photon of sunlight that is absorbed, ${short(photons)} photons of heat leave.`,
    solar: 'Sunlight at its distance',
    watts: (value: number) => `${short(value)} W/m²`,
    albedo: 'Thrown back unused',
    greenhouse: 'Heat that the air catches',
    share: (value: number) => percent(value),
    planets: 'Set it to',
    named: {
      earth: 'the Earth',
      bare: 'the Earth without air',
      mars: 'Mars',
      venus: 'Venus’ clouds',
    },
    rows: {
      absorbed: 'Absorbed',
      effective: 'Seen from space',
      surface: 'Ground',
      air: 'Air',
      photons: 'Photons out for one in',
      entropy: 'Entropy sent to space',
    },
    kelvin: (value: number) => `${value.toFixed(1)} K, ${celsius(value)}`,
    entropy: (value: number) => `${short(value)} W/(m² K)`,
  },
  room: {
    title: 'A room on a sunny day',
    sentence: (room: number, street: number, power: number) =>
      `Room ${room.toFixed(1)} °C, street ${street.toFixed(2)} °C, the air conditioner draws ${Math.round(power)} W.`,
    on: 'Air conditioner on',
    target: 'Thermostat',
    street: 'Street in the morning',
    sun: 'Sun through the window',
    quality: 'Its quality',
    celsius: (value: number) => `${short(value)} °C`,
    watts: (value: number) => `${grouped(Math.round(value))} W`,
    qualityShown: (value: number) => `${percent(value)} of Carnot’s`,
    curve: 'Temperature of the room',
    name: 'Room, °C',
    step: 'Five minutes',
    thermostat: 'thermostat',
    books: {
      fromRoom: 'Heat out of the room',
      work: 'Work from the mains',
      toStreet: 'Heat into the street',
      entropy: 'Entropy of everything, gained',
    },
    joules: (value: number) => `${(value / 1e6).toFixed(2)} MJ`,
    entropy: (value: number) => `${short(value / 1000)} kJ/K`,
  },
  share: {
    title: 'The share of one air conditioner',
    none: 'It rests, and adds nothing.',
    says: (watts: number, kelvin: number, count: number) =>
      `Over the day it draws ${Math.round(watts)} W. All of that ends as heat: it warms the ground of the whole planet by ${short(kelvin)} K, and ${inWords(count)} of them would warm it by 1 K. The heat it takes out of the room was the planet’s already. The carbon of its electricity is not counted here, and matters far more.`,
    link: 'Copy link with proof',
    command: 'Copy as command',
    shown: 'What was copied',
  },
  end: 'The day is over. Go back, or start over.',
  run: 'Let the day pass',
  keys: {
    play: 'Let the day pass, or pause',
    step: 'Five minutes on',
    back: 'Five minutes back',
    cooler: 'Air conditioner on or off',
    reset: 'Start over',
    hear: 'Hear the temperature of the room',
  },
} as const;

function celsius(kelvin: number): string {
  return `${(kelvin - 273.15).toFixed(1).replace('-', '−')} °C`;
}
