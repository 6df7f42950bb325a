import { ApiError } from './api-error.ts';

/** Requests in a minute, as documented: https://workos.com/docs/reference/rate-limits */
const LIMITS = {
  /** Tries of a password or a code, by email address or challenge. */
  authentication: 10,
  /** By email address. */
  passwordReset: 3,
  /** By email address. */
  magicAuth: 3,
  /** By user. */
  emailVerification: 3,
} as const;

const MINUTE_MS = 60_000;

export type RateLimit = keyof typeof LIMITS;

/** Counts requests, in memory, in a minute that moves with Local WorkOS's clock. */
export class RateLimits {
  readonly #now: () => Date;
  readonly #times = new Map<string, number[]>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Counts a request, unless there were too many in the last minute. */
  allows(limit: RateLimit, key: string): boolean {
    const now = this.#now().getTime();
    // Users are found whatever the case of an address and the spaces around it.
    const name = `${limit} ${key.trim().toLowerCase()}`;
    const recent = (this.#times.get(name) ?? []).filter((time) => now - time < MINUTE_MS && time <= now);
    if (recent.length >= LIMITS[limit]) return false;
    this.#times.set(name, [...recent, now]);
    this.#forget(now);
    return true;
  }

  /** @throws ApiError 429 in the form of `POST /user_management/authenticate`, which says how long to wait. */
  require(limit: RateLimit, key: string): void {
    this.#require(limit, key, {
      error: 'too_many_requests',
      error_description: 'The request failed due to: too_many_requests.',
    });
  }

  /** @throws ApiError 429 with a message that a widget shows. */
  requireForWidget(limit: RateLimit, key: string): void {
    this.#require(limit, key, { message: 'Too many attempts. Wait a minute, then try again.' });
  }

  /** @throws ApiError 429 with the one code that the operations of the API document. */
  requireForApi(limit: RateLimit, key: string): void {
    const message = 'Too many emails were requested. Try again in a minute.';
    this.#require(limit, key, { code: 'daily_quota_exceeded', message });
  }

  #require(limit: RateLimit, key: string, body: Record<string, string>): void {
    if (!this.allows(limit, key)) throw new ApiError(429, body, { 'Retry-After': String(MINUTE_MS / 1000) });
  }

  clear(): void {
    this.#times.clear();
  }

  /** Deletes what no longer counts, once there is much of it. */
  #forget(now: number): void {
    if (this.#times.size < 1000) return;
    for (const [name, times] of this.#times) {
      if (times.every((time) => now - time >= MINUTE_MS)) this.#times.delete(name);
    }
  }
}
