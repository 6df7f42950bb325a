import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readQuery } from '../http/request-body.ts';
import type { Database } from '../store/database.ts';
import {
  type Directory,
  directoryMetadata,
  findDirectory,
  finishDeletions,
  startDeletion,
} from '../store/directories.ts';
import { listDomains } from '../store/domains.ts';
import { listPage, whereDefined } from '../store/pagination.ts';

const directoryQuery = pageQuery.extend({
  organization_id: z.string().optional(),
  search: z.string().optional(),
  domain: z.string().optional(),
});

/** `/directories`: https://workos.com/docs/reference/directory-sync/directory */
export function directoryRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findDirectory(db, id), 'Directory', id);

  app.get('/directories', (c) => {
    const query = readQuery(c, directoryQuery);
    finishDeletions(db);
    const parameters = { organizationId: query.organization_id, search: query.search, domain: query.domain };
    const where = whereDefined(
      {
        organizationId: 'organization_id = :organizationId',
        search: 'instr(lower(name), lower(:search)) > 0',
        domain:
          'organization_id IN (SELECT organization_id FROM organization_domains WHERE domain = :domain)',
      },
      parameters,
    );
    const page = listPage<Directory>(db, query, { select: `SELECT * FROM directories ${where}`, parameters });
    return c.json(listResponse(page, (directory) => serializeDirectory(db, directory)));
  });

  app.get('/directories/:id', (c) => c.json(serializeDirectory(db, find(c.req.param('id')))));

  app.delete('/directories/:id', (c) => {
    startDeletion(db, find(c.req.param('id')));
    return c.json({}, 202);
  });

  return app;
}

function serializeDirectory(db: Database, directory: Directory) {
  const domain = listDomains(db, directory.organization_id)[0]?.domain;
  return {
    object: 'directory' as const,
    id: directory.id,
    organization_id: directory.organization_id,
    external_key: directory.external_key,
    type: directory.type,
    // The public API has no state for a directory without a provider.
    state: directory.state === 'requires_type' ? 'unlinked' : directory.state,
    name: directory.name,
    ...(domain ? { domain } : {}),
    metadata: directoryMetadata(db, directory.id),
    created_at: directory.created_at,
    updated_at: directory.updated_at,
  };
}
