import type { SettingsResponse } from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import type { LocalWorkOS } from '../http/context.ts';

/** `GET /_widgets/settings`: the name and branding of the environment. */
export function settingsRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.get('/_widgets/settings', (c) =>
    c.json<SettingsResponse>({
      object: 'settings',
      authkitOrigin: local.origin,
      logoDarkIconPath: null,
      logoDarkPath: null,
      logoLightIconPath: null,
      logoLightPath: null,
      teamName: 'Local WorkOS',
    }),
  );
  return app;
}
