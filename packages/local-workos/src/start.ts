import { z } from 'zod';
import { refuseProduction } from './command-line.ts';
import { apiKey } from './http/api-key.ts';
import { type FaultHook, faultHookSchema } from './http/fault-hooks.ts';
import { CLIENT_ID } from './http/options.ts';
import type { ActiveFault, LocalWorkOSOptions, LocalWorkOSServer, Mail } from './index.ts';
import { sdkEnvironment } from './sdk-environment.ts';
import { startServer } from './server.ts';
import { defined } from './store/defined.ts';
import { listMails, type Mail as StoredMail } from './store/mails.ts';

/** Starts a server and gives it the shape that tests use. */
export async function start(options: LocalWorkOSOptions): Promise<LocalWorkOSServer> {
  refuseProduction(process.env);
  const { local, origin, clock, reset, close } = await startServer({
    port: 0,
    data: ':memory:',
    ...defined({ ...options }),
  });
  return {
    url: origin,
    port: Number(new URL(origin).port),
    apiKey: apiKey(local.db),
    clientId: CLIENT_ID,
    env: sdkEnvironment(local),
    reset,
    now: () => clock.now(),
    advance: (seconds) => clock.advance(seconds),
    addFault(fault) {
      const parsed = faultHookSchema.safeParse(fault);
      if (!parsed.success) throw new Error(`The fault is not valid. ${z.prettifyError(parsed.error)}`);
      return activeFault(local.faultHooks.add(parsed.data));
    },
    faults: () => local.faultHooks.list().map(activeFault),
    removeFault: (id) => local.faultHooks.remove(id),
    clearFaults: () => local.faultHooks.clear(),
    mails: (recipient) => listMails(local.db, recipient).map(mail),
    requests: () => local.requestLog.list().map((request) => ({ ...request })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A copy: the count of the one that is played goes down. */
function activeFault(hook: FaultHook): ActiveFault {
  return { ...hook };
}

function mail({ recipient, subject, body, code, link, created_at }: StoredMail): Mail {
  return {
    to: recipient,
    subject,
    text: body,
    code: code ?? undefined,
    link: link ?? undefined,
    sentAt: new Date(created_at),
  };
}
