import { Hono } from 'hono';
import { z } from 'zod';
import { domainError } from '../domains/domain-errors.ts';
import { replaceDomains } from '../domains/domain-verification.ts';
import { badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { externalIdSchema, mergeMetadata, metadataSchema } from '../http/metadata.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { listSchema, readBody, readQuery } from '../http/request-body.ts';
import type { Database } from '../store/database.ts';
import {
  createOrganization,
  deleteOrganization,
  findOrganization,
  findOrganizationByExternalId,
  findOrganizationByStripeCustomerId,
  type Organization,
  updateOrganization,
} from '../store/organizations.ts';
import { listPage, whereDefined } from '../store/pagination.ts';
import { serializeOrganization } from './serialize.ts';

const fields = z.object({
  name: z.string().trim().min(1),
  allow_profiles_outside_organization: z.boolean().optional(),
  external_id: externalIdSchema.nullish(),
  metadata: metadataSchema.nullish(),
  domains: z.array(z.string().min(1)).optional(),
  domain_data: z
    .array(z.object({ domain: z.string().min(1), state: z.enum(['pending', 'verified']) }))
    .optional(),
});

const changes = fields.partial().extend({ stripe_customer_id: z.string().min(1).nullish() });

const organizationQuery = pageQuery.extend({
  search: z.string().optional(),
  domains: listSchema.optional(),
});

/** `/organizations`: https://workos.com/docs/reference/organization */
export function organizationRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findOrganization(db, id), 'Organization', id);

  app.get('/organizations', (c) => {
    const query = readQuery(c, organizationQuery);
    const parameters = { search: query.search, domains: query.domains && JSON.stringify(query.domains) };
    const where = whereDefined(
      {
        search: 'instr(lower(name), lower(:search)) > 0',
        domains: `id IN (SELECT organization_id FROM organization_domains
          WHERE domain IN (SELECT value FROM json_each(:domains)))`,
      },
      parameters,
    );
    const page = listPage<Organization>(db, query, {
      select: `SELECT * FROM organizations ${where}`,
      parameters,
    });
    return c.json(listResponse(page, (organization) => serializeOrganization(db, organization)));
  });

  app.post('/organizations', async (c) => {
    const body = await readBody(c, fields);
    const organization = db.transaction(() => {
      const created = createOrganization(db, columns(db, body, undefined) as { name: string });
      setDomains(db, created.id, body);
      return created;
    });
    return c.json(serializeOrganization(db, organization), 201);
  });

  app.get('/organizations/external_id/:externalId', (c) => {
    const externalId = c.req.param('externalId');
    const organization = findOrganizationByExternalId(db, externalId);
    return c.json(serializeOrganization(db, orNotFound(organization, 'Organization', externalId)));
  });

  app.get('/organizations/:id', (c) => c.json(serializeOrganization(db, find(c.req.param('id')))));

  app.put('/organizations/:id', async (c) => {
    find(c.req.param('id'));
    const body = await readBody(c, changes);
    // Again, because the organization may have been deleted while the body arrived.
    const found = find(c.req.param('id'));
    const { id } = found;
    const organization = db.transaction(() => {
      setDomains(db, id, body);
      return updateOrganization(db, id, columns(db, body, found));
    });
    return c.json(serializeOrganization(db, organization));
  });

  app.delete('/organizations/:id', (c) => {
    deleteOrganization(db, find(c.req.param('id')).id);
    return c.body(null, 202);
  });

  return app;
}

function columns(db: Database, body: z.infer<typeof changes>, organization: Organization | undefined) {
  const { name, external_id, stripe_customer_id, metadata } = body;
  const outsiders = body.allow_profiles_outside_organization;
  const owner = external_id ? findOrganizationByExternalId(db, external_id) : undefined;
  if (owner && owner.id !== organization?.id) {
    throw badRequest('external_id_already_used', `The external_id '${external_id}' is already used.`);
  }
  const customer = stripe_customer_id
    ? findOrganizationByStripeCustomerId(db, stripe_customer_id)
    : undefined;
  if (customer && customer.id !== organization?.id) {
    throw badRequest('stripe_customer_id_already_used', `'${stripe_customer_id}' is already used.`);
  }
  return {
    name,
    allow_profiles_outside_organization: outsiders === undefined ? undefined : Number(outsiders),
    external_id,
    stripe_customer_id,
    metadata: mergeMetadata(organization?.metadata, metadata),
  };
}

/** @throws ApiError when the organization cannot have one of the domains. */
function setDomains(db: Database, organizationId: string, body: z.infer<typeof changes>): void {
  const wanted = body.domain_data ?? body.domains?.map((domain) => ({ domain, state: 'verified' as const }));
  const failure = wanted && replaceDomains(db, organizationId, wanted);
  if (failure) throw domainError(failure);
}
