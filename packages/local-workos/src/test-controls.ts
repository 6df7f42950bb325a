import { Hono } from 'hono';
import { z } from 'zod';
import { unprocessable } from './http/api-error.ts';
import type { Clock } from './http/clock.ts';
import { readBody } from './http/request-body.ts';

/** The controls for tests, in the same process or over HTTP. */
export interface TestControls {
  clock: Clock;
  /** Resets the data, clock, faults, and request log to the seed. */
  reset(): Promise<void>;
}

const turnSchema = z.strictObject({ advance: z.number().min(0).describe('seconds') });

/**
 * `/_emulate/reset` and `/_emulate/clock`, for tests that run in another process or language. Other emulators
 * have the same reset endpoint.
 */
export function testControlRoutes({ clock, reset }: TestControls): Hono {
  const app = new Hono();
  const time = () => ({ now: clock.now().toISOString() });

  app.post('/_emulate/reset', async (c) => {
    await reset();
    return c.json({ ok: true });
  });

  app.get('/_emulate/clock', (c) => c.json(time()));

  app.post('/_emulate/clock', async (c) => {
    const { advance } = await readBody(c, turnSchema);
    try {
      clock.advance(advance);
    } catch (error) {
      throw error instanceof RangeError ? unprocessable(error.message) : error;
    }
    return c.json(time());
  });

  return app;
}
