import { finite, notNegative, positive } from '../check.js';
import { STEFAN_BOLTZMANN } from '../constants.js';
import { log } from '../elementary.js';
import { type Account, Ledger, type LedgerState } from '../ledger.js';

/** A room on a sunny day. SI units. */
export interface RoomOptions {
  /** Temperature the thermostat holds, K. */
  targetKelvin?: number;
  /** Air of the street at the start, K. */
  streetKelvin?: number;
  /** Room at the start, K; the street's temperature where nothing is said. */
  roomKelvin?: number;
  /** Heat capacity of room and furniture, J/K. */
  roomCapacity?: number;
  /** Heat capacity of the street's air and walls, J/K. */
  streetCapacity?: number;
  /** Sunlight through the window, W. */
  sunWatts?: number;
  /** Conductance of the walls, W/K. */
  wallConductance?: number;
  /** Largest electric power of the air conditioner, W; 0 turns it off. */
  coolerWatts?: number;
  /** Its performance as a share of Carnot's, 0 to 1. */
  coolerQuality?: number;
  /** Area of street and roofs that radiates to the sky, m². */
  skyArea?: number;
  /** Infrared emissivity times the clear-sky window: share of a black body's radiation that leaves for good. */
  skyEmissivity?: number;
}

/** A room as plain data. */
export interface RoomState {
  readonly format: 'gibbs-room-1';
  readonly roomKelvin: number;
  readonly streetKelvin: number;
  readonly seconds: number;
  readonly heatFromRoom: number;
  readonly heatToStreet: number;
  readonly ledger: LedgerState;
}

const FORMAT = 'gibbs-room-1';
/** Temperature of the Sun's light and of the empty sky, K. */
const SUN = 5772;
const SPACE = 2.725;

/**
 * An air conditioner in a room on a sunny day, and where its heat goes: the street, and then the universe.
 *
 * Sunlight and the walls warm the room; the machine pumps heat to the street, which gets warmer by that
 * heat and by the work; the street radiates it to space at 2.7 K. Every watt is booked: the room's
 * entropy may fall, that of the universe never does (a strict ledger refuses it).
 *
 * @example
 * ```ts
 * import { Room } from '@gibbs/physics/engines';
 *
 * const room = new Room({ targetKelvin: 297, streetKelvin: 308 });
 * room.step(6 * 3600, 10);
 * console.log(room.roomKelvin.toFixed(1), room.ledger.universe > 0); // → 297.0 true
 * console.log(room.heatToStreet > room.heatFromRoom); // → true
 * ```
 */
export class Room {
  readonly options: Required<RoomOptions>;
  readonly ledger: Ledger = new Ledger();
  roomKelvin: number;
  streetKelvin: number;
  seconds = 0;
  /** Power the machine drew in the last step, W. */
  coolerPower = 0;
  /** Heat the machine has taken out of the room, J. */
  heatFromRoom = 0;
  /** Heat the machine has given to the street, J: that of the room and all its work. */
  heatToStreet = 0;
  private readonly sun: Account;
  private readonly space: Account;
  private readonly room: Account;
  private readonly street: Account;
  private readonly machine: Account;
  private readonly mains: Account;

  constructor({
    targetKelvin = 297,
    streetKelvin = 308,
    roomKelvin = streetKelvin,
    roomCapacity = 5e5,
    streetCapacity = 5e7,
    sunWatts = 1500,
    wallConductance = 100,
    coolerWatts = 1500,
    coolerQuality = 0.3,
    skyArea = 60,
    skyEmissivity = 0.25,
  }: RoomOptions = {}) {
    const named = { targetKelvin, streetKelvin, roomKelvin, roomCapacity, streetCapacity };
    for (const [name, value] of Object.entries(named)) positive('Room', name, value);
    const flows = { sunWatts, wallConductance, coolerWatts, skyArea, skyEmissivity };
    for (const [name, value] of Object.entries(flows)) notNegative('Room', name, value);
    positive('Room', 'coolerQuality', coolerQuality);
    if (coolerQuality > 1) {
      throw new RangeError(
        `Room: coolerQuality must be at most 1 (second law: no machine beats Carnot's), got ${coolerQuality}.`,
      );
    }
    this.options = { ...named, ...flows, coolerQuality };
    this.roomKelvin = roomKelvin;
    this.streetKelvin = streetKelvin;
    this.sun = this.ledger.reservoir('sun', SUN);
    this.space = this.ledger.reservoir('space', SPACE);
    this.room = this.ledger.system('room', roomCapacity * roomKelvin);
    this.street = this.ledger.system('street', streetCapacity * streetKelvin);
    this.machine = this.ledger.system('air conditioner');
    this.mains = this.ledger.worker('mains');
  }

  /** Electric energy used, J. */
  get workUsed(): number {
    return -this.mains.energy;
  }

  /** Goes on by `seconds` in time steps of `timeStep` seconds. */
  step(seconds: number, timeStep = 10): void {
    notNegative('Room.step', 'seconds', seconds);
    positive('Room.step', 'timeStep', timeStep);
    const { roomCapacity, streetCapacity, wallConductance } = this.options;
    const fastest = Math.min(roomCapacity, streetCapacity) / Math.max(wallConductance, 1e-300);
    if (timeStep > fastest / 2) {
      throw new RangeError(
        `Room.step: timeStep must be at most half the time constant of the walls (${fastest / 2} s), got ${timeStep}.`,
      );
    }
    const count = Math.ceil(seconds / timeStep);
    for (let i = 0; i < count; i++) this.tick(Math.min(timeStep, seconds - i * timeStep));
  }

  private tick(dt: number): void {
    const { roomCapacity, streetCapacity, sunWatts, wallConductance, skyArea, skyEmissivity } =
      this.options;
    const { ledger, sun, room, street, machine, mains, space } = this;
    const [before, outside] = [this.roomKelvin, this.streetKelvin];
    const warmth = outside * outside * outside * outside;
    const radiated = dt * skyArea * skyEmissivity * STEFAN_BOLTZMANN * warmth;
    const conducted = dt * wallConductance * (outside - before);
    const { cooled, work } = this.cooling(dt, sunWatts * dt + conducted);

    ledger.heat(sun, room, sunWatts * dt);
    ledger.heat(street, room, conducted);
    ledger.heat(room, machine, cooled);
    ledger.work(mains, machine, work);
    ledger.heat(machine, street, cooled + work);
    ledger.heat(street, space, radiated);
    this.heatFromRoom += cooled;
    this.heatToStreet += cooled + work;
    this.coolerPower = work / dt;

    this.roomKelvin = room.energy / roomCapacity;
    this.streetKelvin = street.energy / streetCapacity;
    ledger.entropy(room, roomCapacity * log(this.roomKelvin / before));
    ledger.entropy(street, streetCapacity * log(this.streetKelvin / outside));
    ledger.audit(machine, 0);
    ledger.settle(`the second ${this.seconds}`);
    this.seconds += dt;
  }

  /** What the thermostat asks for: bring the room to its target in this step, as far as the power goes. */
  private cooling(dt: number, gain: number): { cooled: number; work: number } {
    const { targetKelvin, roomCapacity, coolerWatts, coolerQuality } = this.options;
    const surplus = (this.roomKelvin - targetKelvin) * roomCapacity + gain;
    if (coolerWatts === 0 || surplus <= 0) return { cooled: 0, work: 0 };
    // A real machine's coils differ from the air; 10 K on each side keeps its limit finite.
    const lift = Math.max(0, this.streetKelvin - this.roomKelvin) + 20;
    const cop = (coolerQuality * (this.roomKelvin - 10)) / lift;
    const work = Math.min(coolerWatts * dt, surplus / cop);
    return { cooled: work * cop, work };
  }

  snapshot(): RoomState {
    const { roomKelvin, streetKelvin, seconds, heatFromRoom, heatToStreet } = this;
    const state = { roomKelvin, streetKelvin, seconds, heatFromRoom, heatToStreet };
    return { format: FORMAT, ...state, ledger: this.ledger.snapshot() };
  }

  /** Goes back to a snapshot of a room with the same options, books included. */
  restore(state: RoomState): void {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `Room.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    this.roomKelvin = positive('Room.restore', 'roomKelvin', state.roomKelvin);
    this.streetKelvin = positive('Room.restore', 'streetKelvin', state.streetKelvin);
    this.seconds = finite('Room.restore', 'seconds', state.seconds);
    this.ledger.restore(state.ledger);
    this.heatFromRoom = finite('Room.restore', 'heatFromRoom', state.heatFromRoom);
    this.heatToStreet = finite('Room.restore', 'heatToStreet', state.heatToStreet);
  }
}
