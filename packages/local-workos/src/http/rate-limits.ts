import { ApiError } from './api-error.ts';

/** As documented: https://workos.com/docs/reference/rate-limits */
const LIMITS = {
  /** Tries of a password or a code, by email address or challenge. */
  authentication: { requests: 10, seconds: 60 },
  /** By email address. */
  passwordReset: { requests: 3, seconds: 60 },
  /** By user. */
  emailVerification: { requests: 3, seconds: 60 },
} as const;

export type RateLimit = keyof typeof LIMITS;

/** Counts requests, in memory, in a window that moves with Local WorkOS's clock. */
export class RateLimits {
  readonly #now: () => Date;
  readonly #times = new Map<string, number[]>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Counts a request, unless there were too many in the last seconds. */
  allows(limit: RateLimit, key: string): boolean {
    const { requests, seconds } = LIMITS[limit];
    const now = this.#now().getTime();
    const name = `${limit} ${key.toLowerCase()}`;
    const recent = (this.#times.get(name) ?? []).filter((time) => now - time < seconds * 1000 && time <= now);
    if (recent.length < requests) recent.push(now);
    else return false;
    this.#times.set(name, recent);
    this.#forget(now);
    return true;
  }

  /** @throws ApiError 429 in the form of `POST /user_management/authenticate`, which says how long to wait. */
  require(limit: RateLimit, key: string): void {
    if (this.allows(limit, key)) return;
    throw new ApiError(
      429,
      { error: 'too_many_requests', error_description: 'The request failed due to: too_many_requests.' },
      { 'Retry-After': String(LIMITS[limit].seconds) },
    );
  }

  /** @throws ApiError 429 with a message that a widget shows. */
  requireForWidget(limit: RateLimit, key: string): void {
    if (this.allows(limit, key)) return;
    throw new ApiError(
      429,
      { message: 'Too many attempts. Wait a minute, then try again.' },
      { 'Retry-After': String(LIMITS[limit].seconds) },
    );
  }

  clear(): void {
    this.#times.clear();
  }

  /** Deletes what no longer counts, once there is much of it. */
  #forget(now: number): void {
    if (this.#times.size < 1000) return;
    for (const [name, times] of this.#times) {
      if (times.every((time) => now - time >= 60_000)) this.#times.delete(name);
    }
  }
}
