import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { isLocale } from '../http/locales.ts';
import { externalIdSchema, mergeMetadata, metadataSchema } from '../http/metadata.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { emailAddress, personName, readBody, readQuery } from '../http/request-body.ts';
import { hashPassword } from '../passwords/hash.ts';
import { HASH_TYPES, SALT_POSITIONS, storableHash } from '../passwords/imported-hash.ts';
import { checkPassword, passwordStrengthError } from '../passwords/policy.ts';
import type { Database } from '../store/database.ts';
import { defined } from '../store/defined.ts';
import { listPage, type Page, type PageQuery, whereDefined } from '../store/pagination.ts';
import {
  createUser,
  deleteUser,
  findUser,
  findUserByEmail,
  findUserByExternalId,
  type User,
  type UserFields,
  updateUser,
} from '../store/users.ts';
import { leaveMailbox } from './email-change.ts';
import { serializeUser } from './serialize.ts';

const fields = z.object({
  email: emailAddress,
  password: z.string().nullish(),
  password_hash: z.string().optional(),
  password_hash_type: z.enum(HASH_TYPES).optional(),
  password_salt_position: z.enum(SALT_POSITIONS).optional(),
  first_name: personName.nullish(),
  last_name: personName.nullish(),
  name: personName.nullish(),
  email_verified: z.boolean().nullish(),
  external_id: externalIdSchema.nullish(),
  metadata: metadataSchema.nullish(),
  locale: z.string().nullish(),
});

type Body = Partial<z.infer<typeof fields>>;

const userQuery = pageQuery.extend({
  email: z.string().optional(),
  organization_id: z.string().optional(),
  organization: z.string().optional(),
});

/** `/user_management/users`: https://workos.com/docs/reference/authkit/user */
export function userRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const find = (id: string) => orNotFound(findUser(db, id), 'User', id);
  const serialize = (user: User) => serializeUser(local.origin, user);

  app.get('/user_management/users', (c) => {
    const query = readQuery(c, userQuery);
    const page = listUsers(
      db,
      { email: query.email, organization: query.organization_id ?? query.organization },
      query,
    );
    return c.json(listResponse(page, serialize));
  });

  app.post('/user_management/users', async (c) => {
    const body = await readBody(c, fields);
    const password_hash = await passwordHash(db, body, undefined);
    // Hashing takes a while, so check for duplicates afterwards, in the same transaction.
    const user = db.transaction(() => {
      if (findUserByEmail(db, body.email))
        throw creationError('email_not_available', 'This email is not available.');
      return createUser(db, { ...columns(db, body, undefined), password_hash, email: body.email });
    });
    return c.json(serialize(user), 201);
  });

  app.get('/user_management/users/external_id/:externalId', (c) => {
    const externalId = c.req.param('externalId');
    return c.json(serialize(orNotFound(findUserByExternalId(db, externalId), 'User', externalId)));
  });

  app.get('/user_management/users/:id', (c) => c.json(serialize(find(c.req.param('id')))));

  app.put('/user_management/users/:id', async (c) => {
    const { id } = find(c.req.param('id'));
    const body = await readBody(c, fields.partial());
    const password_hash = await passwordHash(db, body, find(id));
    const updated = db.transaction(() => {
      const user = find(id);
      const owner = body.email ? findUserByEmail(db, body.email) : undefined;
      if (owner && owner.id !== id) throw badRequest('email_not_available', 'This email is not available.');
      if (body.email && body.email !== user.email) leaveMailbox(local, user, body.email);
      return updateUser(db, id, { ...columns(db, body, user), password_hash });
    });
    return c.json(serialize(updated));
  });

  app.delete('/user_management/users/:id', (c) => {
    deleteUser(db, find(c.req.param('id')).id);
    return c.body(null, 200);
  });

  return app;
}

function listUsers(
  db: Database,
  filter: { email: string | undefined; organization: string | undefined },
  query: PageQuery,
): Page<User> {
  const where = whereDefined(
    { organization: 'om.organization_id = :organization', email: 'users.email = :email' },
    filter,
  );
  const isOfOrganization = filter.organization !== undefined;
  return listPage<User>(db, query, {
    // The index of an organization's members is in the order of their user ids.
    select: `SELECT users.* FROM ${isOfOrganization ? 'organization_memberships AS om JOIN users ON users.id = om.user_id' : 'users'} ${where}`,
    parameters: filter,
    idColumn: isOfOrganization ? 'om.user_id' : 'users.id',
  });
}

/** Converts a request to columns, except for the password. */
function columns(db: Database, body: Body, user: User | undefined): UserFields {
  const owner = body.external_id ? findUserByExternalId(db, body.external_id) : undefined;
  if (owner && owner.id !== user?.id) {
    throw user
      ? badRequest('external_id_already_used', `The external_id '${body.external_id}' is already used.`)
      : creationError('external_id_already_used', `The external_id '${body.external_id}' is already used.`);
  }
  if (body.locale && !isLocale(body.locale)) {
    const message = `The locale '${body.locale}' is not supported.`;
    throw user ? badRequest('invalid_locale', message) : creationError('invalid_locale', message);
  }
  return defined({
    email: body.email,
    first_name: body.first_name,
    last_name: body.last_name,
    name: body.name,
    email_verified: typeof body.email_verified === 'boolean' ? Number(body.email_verified) : undefined,
    external_id: body.external_id,
    metadata: mergeMetadata(user?.metadata, body.metadata),
    locale: body.locale,
  });
}

async function passwordHash(db: Database, body: Body, user: User | undefined): Promise<string | undefined> {
  if (body.password && body.password_hash) {
    throw badRequest(
      'password_and_password_hash_provided',
      'Specify either password or password_hash, not both.',
    );
  }
  if (body.password && body.password_hash_type) {
    throw badRequest(
      'password_and_password_hash_type_provided',
      'Specify password_hash_type with a password_hash, not with a password.',
    );
  }
  if (body.password_salt_position && !body.password_hash) {
    throw badRequest(
      'password_salt_position_requires_password_hash',
      'Specify password_salt_position with a password_hash only.',
    );
  }
  if (body.password_hash || body.password_hash_type) return importedHash(body);
  if (!body.password) return undefined;
  const errors = await checkPassword(db, body.password, body.email ?? user?.email ?? '', user);
  if (errors.length > 0) throw passwordStrengthError(errors);
  return hashPassword(body.password);
}

/** @throws ApiError 400 if the hash is malformed, outside the documented limits, or comes without its type. */
function importedHash({ password_hash, password_hash_type, password_salt_position }: Body): string {
  const stored =
    password_hash &&
    password_hash_type &&
    storableHash(password_hash_type, password_hash, password_salt_position);
  if (stored) return stored;
  const message = password_hash_type
    ? `The password_hash is not a valid ${password_hash_type} hash, or outside the documented limits.`
    : 'Specify the password_hash_type of the password_hash.';
  throw badRequest('invalid_password_hash', message);
}

function creationError(code: string, message: string): ApiError {
  return new ApiError(400, {
    code: 'user_creation_error',
    message: 'Could not create user.',
    errors: [{ code, message }],
  });
}
