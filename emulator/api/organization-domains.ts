import { Hono } from 'hono';
import { z } from 'zod';
import type { LocalWorkOS } from '../context.ts';
import { addDomain, type DomainFailure, type DomainProblem, restartVerification } from '../domains.ts';
import { ApiError, badRequest, orNotFound, unprocessable } from '../http/api-error.ts';
import { readBody } from '../http/request-body.ts';
import { deleteDomain, findDomain, isVerified } from '../store/organization-domains.ts';
import { findOrganization } from '../store/organizations.ts';
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
    if (isVerified(domain)) throw badRequest('domain_already_verified', 'The domain is verified already.');
    restartVerification(db, domain);
    return c.json(serializeDomain(find(domain.id)), 201);
  });

  return app;
}

/** Why a domain cannot be an organization's, as the operations answer it. */
export function domainError({ problem, message }: DomainFailure): ApiError {
  return PROBLEMS[problem](message);
}

const PROBLEMS: Record<DomainProblem, (message: string) => ApiError> = {
  invalid: unprocessable,
  consumer: unprocessable,
  already_added: domainExists,
  taken: domainExists,
};

function domainExists(message: string): ApiError {
  return new ApiError(409, { code: 'domain_already_exists', message });
}
