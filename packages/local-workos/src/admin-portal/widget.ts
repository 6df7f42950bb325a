import type { GenerateAdminPortalLink201 } from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { forbidden, notFound } from '../http/api-error.ts';
import { appHomeUrl } from '../http/app-urls.ts';
import { callerOrganization } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { createPortalLink } from './links.ts';

/** The intents that a widget can request, with the required permission. */
const PERMISSIONS = {
  domain_verification: 'widgets:domain-verification:manage',
  sso: 'widgets:sso:manage',
  log_streams: 'widgets:audit-log-streaming:manage',
} as const;

/** `POST /_widgets/admin-portal/generate-link`: creates the link from a widget to the Admin Portal. */
export function adminPortalLinkRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.post('/_widgets/admin-portal/generate-link', (c) => {
    const organization = callerOrganization(c);
    const intent = c.req.query('intent') ?? '';
    if (!isIntent(intent)) throw notFound('Intent', intent);
    const permission = PERMISSIONS[intent];
    if (!c.get('caller').permissions.includes(permission)) {
      throw forbidden(`The token lacks the permission ${permission}.`);
    }
    const link = createPortalLink(local, organization.id, intent, { returnUrl: appHomeUrl(local) });
    return c.json<GenerateAdminPortalLink201>({ link }, 201);
  });
  return app;
}

function isIntent(text: string): text is keyof typeof PERMISSIONS {
  return Object.hasOwn(PERMISSIONS, text);
}
