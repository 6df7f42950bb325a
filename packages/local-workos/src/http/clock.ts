/** The time in Local WorkOS. It runs with the system's clock, and tests turn it forward. */
export class Clock {
  readonly #base: () => Date;
  #aheadMs = 0;

  constructor(base: () => Date = () => new Date()) {
    this.#base = base;
  }

  now(): Date {
    return new Date(this.#base().getTime() + this.#aheadMs);
  }

  /** @throws RangeError unless `seconds` is a finite number that is not negative. */
  advance(seconds: number): void {
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw new RangeError(`The clock only moves forward. It cannot advance by ${seconds} seconds.`);
    }
    this.#aheadMs += seconds * 1000;
  }

  /** Back to the system's time. */
  reset(): void {
    this.#aheadMs = 0;
  }
}
