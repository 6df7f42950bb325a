import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readQuery } from '../http/request-body.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findDirectory } from '../store/directories.ts';
import {
  type DirectoryGroup,
  type DirectoryUser,
  findDirectoryGroup,
  findDirectoryUser,
  listGroupsOf,
} from '../store/directory-users.ts';
import { listPage, whereDefined } from '../store/pagination.ts';
import { groupFields, userFields } from './serialize.ts';

const userQuery = pageQuery.extend({
  directory: z.string().optional(),
  group: z.string().optional(),
  email: z.string().optional(),
  idp_id: z.string().optional(),
});
const groupQuery = pageQuery.extend({ directory: z.string().optional(), user: z.string().optional() });

/** `/directory_users` and `/directory_groups`: https://workos.com/docs/reference/directory-sync/directory-user */
export function directoryUserRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const directory = (id: string) => orNotFound(findDirectory(db, id), 'Directory', id);
  const group = (id: string) => orNotFound(findDirectoryGroup(db, id), 'Directory Group', id);
  const user = (id: string) => orNotFound(findDirectoryUser(db, id), 'Directory User', id);

  app.get('/directory_users', (c) => {
    const query = readQuery(c, userQuery);
    if (!query.directory && !query.group) throw unprocessable('Specify a directory or a group.');
    if (query.directory) directory(query.directory);
    if (query.group) group(query.group);
    const { email, idp_id } = query;
    const parameters = {
      directory: query.directory,
      group: query.group,
      email: email?.toLowerCase(),
      idp_id,
    };
    const where = whereDefined(
      {
        directory: 'directory_id = :directory',
        group:
          'id IN (SELECT directory_user_id FROM directory_group_users WHERE directory_group_id = :group)',
        email: 'lower(email) = :email',
        idp_id: 'idp_id = :idp_id',
      },
      parameters,
    );
    const page = listPage<DirectoryUser>(db, query, {
      select: `SELECT * FROM directory_users ${where}`,
      parameters,
    });
    return c.json(listResponse(page, (row) => serializeDirectoryUser(db, row)));
  });

  app.get('/directory_users/:id', (c) => c.json(serializeDirectoryUser(db, user(c.req.param('id')))));

  app.get('/directory_groups', (c) => {
    const query = readQuery(c, groupQuery);
    if (!query.directory && !query.user) throw unprocessable('Specify a directory or a user.');
    if (query.directory) directory(query.directory);
    if (query.user) user(query.user);
    const parameters = { directory: query.directory, user: query.user };
    const where = whereDefined(
      {
        directory: 'directory_id = :directory',
        user: 'id IN (SELECT directory_group_id FROM directory_group_users WHERE directory_user_id = :user)',
      },
      parameters,
    );
    const page = listPage<DirectoryGroup>(db, query, {
      select: `SELECT * FROM directory_groups ${where}`,
      parameters,
    });
    return c.json(listResponse(page, (row) => serializeDirectoryGroup(db, row)));
  });

  app.get('/directory_groups/:id', (c) => c.json(serializeDirectoryGroup(db, group(c.req.param('id')))));

  return app;
}

function serializeDirectoryUser(db: Database, user: DirectoryUser) {
  return {
    ...userFields(user, organizationOf(db, user)),
    groups: listGroupsOf(db, user.id).map((group) => serializeDirectoryGroup(db, group)),
  };
}

function serializeDirectoryGroup(db: Database, group: DirectoryGroup) {
  return groupFields(group, organizationOf(db, group));
}

function organizationOf(db: Database, { directory_id }: { directory_id: string }): string {
  return requireRow(findDirectory(db, directory_id)).organization_id;
}
