import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../http/context.ts';
import { portalPage, requirePortal } from './portal-page.ts';

export const BRING_YOUR_OWN_KEY_PATH = '/portal/bring-your-own-key';

/** The Admin Portal page of `bring_your_own_key`, so that links to it open and lead back to the app. */
export function portalBringYourOwnKeyRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.use(BRING_YOUR_OWN_KEY_PATH, requirePortal(local, 'bring_your_own_key'));
  app.get(BRING_YOUR_OWN_KEY_PATH, (c) =>
    portalPage(c, {
      title: 'Bring your own key',
      body: html`<p>
        Local WorkOS can't use a key of ${c.get('portal').organization.name}, because it has no Vault to encrypt with it.
      </p>`,
    }),
  );
  return app;
}
