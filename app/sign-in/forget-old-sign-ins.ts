import { cookies } from 'next/headers';
import { env } from '@/lib/env';
import { oldSignIns } from '@/lib/unfinished-sign-ins';

/** Deletes the cookies of abandoned sign-ins. With too many of them, a server answers 431. */
export async function forgetOldSignIns(): Promise<void> {
  const jar = await cookies();
  const { domain } = env().cookie;
  for (const name of oldSignIns(jar.getAll())) {
    jar.delete({ name, path: '/', ...(domain ? { domain } : {}) });
  }
}
