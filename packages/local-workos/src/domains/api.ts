import { Hono } from 'hono';
import { z } from 'zod';
import { badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readBody } from '../http/request-body.ts';
import { deleteDomain, findDomain, isVerified } from '../store/domains.ts';
import { findOrganization } from '../store/organizations.ts';
import { domainError } from './domain-errors.ts';
import { addDomain, restartVerification } from './domain-verification.ts';
import { serializeDomain } from './serialize.ts';

const fields = z.object({ organization_id: z.string(), domain: z.string().max(253) });

/** `/organization_domains`: https://workos.com/docs/reference/domain-verification */
export function organizationDomainApiRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const path = '/organization_domains';
  const find = (id: string) => orNotFound(findDomain(db, id), 'Organization domain', id);

  app.post(path, async (c) => {
    const body = await readBody(c, fields);
    const organization = orNotFound(
      findOrganization(db, body.organization_id),
      'Organization',
      body.organization_id,
    );
    const result = addDomain(db, organization.id, body.domain);
    if (!result.ok) throw domainError(result);
    return c.json(serializeDomain(result.domain), 201);
  });

  app.get(`${path}/:id`, (c) => c.json(serializeDomain(find(c.req.param('id')))));

  app.delete(`${path}/:id`, (c) => {
    deleteDomain(db, find(c.req.param('id')).id);
    return c.body(null, 204);
  });

  app.post(`${path}/:id/verify`, (c) => {
    const domain = find(c.req.param('id'));
    if (isVerified(domain)) throw badRequest('domain_already_verified', 'The domain is already verified.');
    restartVerification(db, domain);
    return c.json(serializeDomain(find(domain.id)), 201);
  });

  return app;
}
