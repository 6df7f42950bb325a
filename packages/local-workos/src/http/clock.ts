/** Times are stored as text with years of four digits, those that lie ahead too, such as when a session expires. */
const LAST = Date.parse('9000-12-31T23:59:59.999Z');

/** The clock of Local WorkOS. It runs with the system clock, and tests can advance it. */
export class Clock {
  readonly #base: () => Date;
  #aheadMs = 0;

  constructor(base: () => Date = () => new Date()) {
    this.#base = base;
  }

  now(): Date {
    return new Date(this.#base().getTime() + this.#aheadMs);
  }

  /** @throws RangeError unless `seconds` is finite and not negative, and leads no further than the year 9000. */
  advance(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw new RangeError(`The clock only moves forward. It cannot advance by ${seconds} seconds.`);
    }
    if (this.now().getTime() + seconds * 1000 > LAST) {
      throw new RangeError('The clock ends with the year 9000.');
    }
    this.#aheadMs += seconds * 1000;
  }

  /** Returns to the system time. */
  reset(): void {
    this.#aheadMs = 0;
  }
}
