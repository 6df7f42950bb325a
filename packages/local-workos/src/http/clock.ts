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

  /** @throws RangeError unless `seconds` is finite and not negative. */
  advance(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw new RangeError(`The clock only moves forward. It cannot advance by ${seconds} seconds.`);
    }
    this.#aheadMs += seconds * 1000;
  }

  /** Returns to the system time. */
  reset(): void {
    this.#aheadMs = 0;
  }
}
