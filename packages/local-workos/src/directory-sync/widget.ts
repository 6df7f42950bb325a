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
 * Other widgets request a link on demand. This one gets it with the list and keeps it until the list is fetched
 * again, when the page regains focus. A link lasts a day, so it still works on a page left open overnight. It
 * still works only once.
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
