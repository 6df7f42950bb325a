import { Hono } from 'hono';
import { z } from 'zod';
import type { LocalWorkOS } from '../context.ts';
import { badRequest, orNotFound } from '../http/api-error.ts';
import { listPage, listResponse, pageQuery } from '../http/pagination.ts';
import { metadataSchema, readBody, readQuery } from '../http/request-body.ts';
import type { Database } from '../store/database.ts';
import {
  createOrganization,
  deleteOrganization,
  findOrganization,
  findOrganizationByExternalId,
  type Organization,
  setDomains,
  updateOrganization,
} from '../store/organizations.ts';
import { serializeOrganization } from './serialize.ts';

const fields = z.object({
  name: z.string().trim().min(1),
  external_id: z.string().max(128).nullish(),
  stripe_customer_id: z.string().optional(),
  metadata: metadataSchema.nullish(),
  domains: z.array(z.string().min(1)).optional(),
  domain_data: z
    .array(z.object({ domain: z.string().min(1), state: z.enum(['pending', 'verified']) }))
    .optional(),
});

const organizationQuery = pageQuery.extend({
  search: z.string().optional(),
  domains: z.union([z.string().transform((domain) => [domain]), z.array(z.string())]).optional(),
});

/** `/organizations`: https://workos.com/docs/reference/organization */
export function organizationRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findOrganization(db, id), 'Organization', id);

  app.get('/organizations', (c) => {
    const query = readQuery(c, organizationQuery);
    const page = listPage<Organization>(
      db,
      query,
      `SELECT * FROM organizations WHERE (:search IS NULL OR instr(lower(name), lower(:search)) > 0)
       AND (:domains IS NULL OR id IN (SELECT organization_id FROM organization_domains
            WHERE domain IN (SELECT value FROM json_each(:domains))))`,
      { search: query.search, domains: query.domains && JSON.stringify(query.domains) },
    );
    return c.json(listResponse(page, (organization) => serializeOrganization(db, organization)));
  });

  app.post('/organizations', async (c) => {
    const body = await readBody(c, fields);
    const organization = db.transaction(() => {
      const created = createOrganization(db, columns(db, body, undefined) as { name: string });
      setDomains(db, created.id, domains(body) ?? []);
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
    const { id } = find(c.req.param('id'));
    const body = await readBody(c, fields.partial());
    const organization = db.transaction(() => {
      const wanted = domains(body);
      if (wanted) setDomains(db, id, wanted);
      return updateOrganization(db, id, columns(db, body, id));
    });
    return c.json(serializeOrganization(db, organization));
  });

  app.delete('/organizations/:id', (c) => {
    deleteOrganization(db, find(c.req.param('id')).id);
    return c.body(null, 202);
  });

  return app;
}

function columns(db: Database, body: Partial<z.infer<typeof fields>>, id: string | undefined) {
  const { name, external_id, stripe_customer_id, metadata } = body;
  const owner = external_id ? findOrganizationByExternalId(db, external_id) : undefined;
  if (owner && owner.id !== id) {
    throw badRequest('external_id_already_used', `The external_id '${external_id}' is already used.`);
  }
  return {
    name,
    external_id,
    stripe_customer_id,
    metadata: metadata === undefined ? undefined : JSON.stringify(metadata ?? {}),
  };
}

function domains(body: Partial<z.infer<typeof fields>>) {
  return body.domain_data ?? body.domains?.map((domain) => ({ domain, state: 'verified' as const }));
}
