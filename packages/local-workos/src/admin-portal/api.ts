import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress, readBody } from '../http/request-body.ts';
import { findOrganization } from '../store/organizations.ts';
import { createPortalLink, PORTAL_INTENTS } from './links.ts';

/** No `javascript:` or `data:`: these become links. */
const webAddress = z.url({ protocol: /^https?$/ });

/** They change what WorkOS's portal asks first. The pages of Local WorkOS ask everything. */
const intentOptions = z.object({
  sso: z
    .object({ bookmark_slug: z.string(), provider_type: z.literal('GoogleSAML') })
    .partial()
    .optional(),
  domain_verification: z.object({ domain_name: z.string() }).partial().optional(),
});

const fields = z.object({
  organization: z.string(),
  intent: z.enum(PORTAL_INTENTS).default('sso'),
  return_url: webAddress.nullish(),
  success_url: webAddress.nullish(),
  intent_options: intentOptions.nullish(),
  it_contact_emails: z.array(emailAddress).max(20).nullish(),
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
