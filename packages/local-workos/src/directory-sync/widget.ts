import type {
  DirectoriesResponse,
  Directory as DirectoryJson,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { createPortalLink } from '../admin-portal/links.ts';
import { orNotFound } from '../http/api-error.ts';
import { appHomeUrl } from '../http/app-urls.ts';
import { callerOrganization, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Database } from '../store/database.ts';
import { type Directory, directoryMetadata, findDirectory, listDirectories } from '../store/directories.ts';

const PATH = '/_widgets/directory-sync';

/**
 * The other widgets ask for a link when it is wanted; this one gets it with the list and shows it until the
 * list is fetched again, which is when the page is next looked at. A day, so that a page left open overnight
 * still leads somewhere. It works once all the same.
 */
export const LINK_LIFETIME_SECONDS = 86_400;

/** The API of `<DirectorySync>`. */
export function directorySyncRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  app.use(`${PATH}/*`, requirePermission('widgets:dsync:manage'));

  app.get(`${PATH}/directories`, (c) => {
    const organization = callerOrganization(c);
    return c.json<DirectoriesResponse>({
      data: listDirectories(db, organization.id).map((directory) => serializeDirectory(db, directory)),
      link: createPortalLink(local, organization.id, 'dsync', {
        returnUrl: appHomeUrl(local),
        lifetimeSeconds: LINK_LIFETIME_SECONDS,
      }),
    });
  });

  app.get(`${PATH}/directories/:id`, (c) => {
    const organization = callerOrganization(c);
    const id = c.req.param('id');
    const directory = findDirectory(db, id);
    const own = directory?.organization_id === organization.id ? directory : undefined;
    return c.json<DirectoryJson>(serializeDirectory(db, orNotFound(own, 'Directory', id)));
  });

  return app;
}

function serializeDirectory(db: Database, directory: Directory): DirectoryJson {
  return {
    id: directory.id,
    name: directory.name,
    type: directory.type,
    state: directory.state,
    createdAt: directory.created_at,
    updatedAt: directory.updated_at,
    lastSyncRunAt: directory.last_sync_run_at,
    metadata: directoryMetadata(db, directory.id),
  };
}
