import { Hono } from 'hono';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readQuery } from '../http/request-body.ts';
import {
  addFlagTarget,
  type FeatureFlag,
  FLAGS_OF_ORGANIZATION,
  FLAGS_OF_USER,
  findFeatureFlag,
  listFeatureFlags,
  removeFlagTarget,
  targetsByFlag,
  updateFeatureFlag,
} from '../store/feature-flags.ts';
import { findOrganization } from '../store/organizations.ts';
import { listPage } from '../store/pagination.ts';
import { findUser } from '../store/users.ts';
import { serializeFlag, serializeFlagForRuntime } from './serialize.ts';
import { flagTarget } from './target.ts';

const FLAG = '/feature-flags/:slug';
const TARGET = `${FLAG}/targets/:resourceId`;

/** `/feature-flags`: https://workos.com/docs/reference/feature-flags */
export function featureFlagRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (slug: string) => orNotFound(findFeatureFlag(db, slug), 'Feature flag', slug);

  app.get('/feature-flags', (c) => {
    const page = listPage<FeatureFlag>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM feature_flags WHERE true',
      parameters: {},
    });
    return c.json(listResponse(page, serializeFlag));
  });

  app.get(FLAG, (c) => c.json(serializeFlag(find(c.req.param('slug')))));

  for (const [path, enabled] of [
    ['enable', 1],
    ['disable', 0],
  ] as const) {
    app.put(`${FLAG}/${path}`, (c) => {
      const flag = updateFeatureFlag(db, find(c.req.param('slug')), { enabled });
      return c.json(serializeFlag(flag));
    });
  }

  app.post(TARGET, (c) => {
    const flag = find(c.req.param('slug'));
    addFlagTarget(db, flag, flagTarget(db, c.req.param('resourceId')));
    return c.body(null, 204);
  });

  app.delete(TARGET, (c) => {
    const flag = find(c.req.param('slug'));
    removeFlagTarget(db, flag, flagTarget(db, c.req.param('resourceId')));
    return c.body(null, 204);
  });

  app.get('/organizations/:organizationId/feature-flags', (c) => {
    const id = c.req.param('organizationId');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const page = listPage<FeatureFlag>(db, readQuery(c, pageQuery), {
      select: FLAGS_OF_ORGANIZATION,
      parameters: { organizationId: id },
    });
    return c.json(listResponse(page, serializeFlag));
  });

  app.get('/user_management/users/:userId/feature-flags', (c) => {
    const id = c.req.param('userId');
    orNotFound(findUser(db, id), 'User', id);
    const page = listPage<FeatureFlag>(db, readQuery(c, pageQuery), {
      select: FLAGS_OF_USER,
      parameters: { userId: id },
    });
    return c.json(listResponse(page, serializeFlag));
  });

  // What the runtime client of the SDKs polls. It is not in the OpenAPI.
  app.get('/sdk/feature-flags', (c) => {
    const targets = targetsByFlag(db);
    const flags = listFeatureFlags(db).map((flag) => [
      flag.slug,
      serializeFlagForRuntime(flag, targets.get(flag.id) ?? []),
    ]);
    return c.json(Object.fromEntries(flags));
  });

  return app;
}
