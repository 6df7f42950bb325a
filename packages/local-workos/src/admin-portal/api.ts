import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { findOrganization } from '../store/organizations.ts';
import { createPortalLink, PORTAL_INTENTS } from './links.ts';

/** No `javascript:` or `data:`: these become links. */
const webAddress = z.url({ protocol: /^https?$/ });

const fields = z.object({
  organization: z.string(),
  intent: z.enum(PORTAL_INTENTS).default('sso'),
  return_url: webAddress.nullish(),
  success_url: webAddress.nullish(),
});

/** `POST /portal/generate_link`: https://workos.com/docs/reference/admin-portal/portal-link */
export function portalRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.post('/portal/generate_link', async (c) => {
    const body = await readBody(c, fields);
    const organization = orNotFound(
      findOrganization(local.db, body.organization),
      'Organization',
      body.organization,
    );
    const returnUrl = body.success_url ?? body.return_url;
    return c.json(
      { link: createPortalLink(local, organization.id, body.intent, returnUrl ? { returnUrl } : {}) },
      201,
    );
  });
  return app;
}
