import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { portalPage } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { errorPage, field } from '../pages/layout.ts';
import type { Directory } from '../store/directories.ts';
import {
  addProviderPerson,
  findProviderPerson,
  findProviderPersonByEmail,
  type ProviderPerson,
  providerGroups,
  removeProviderPerson,
  updateProviderPerson,
} from '../store/directory-provider.ts';
import { displayName } from '../store/users.ts';
import { currentDirectory, DIRECTORY_PATH } from './portal-page.ts';
import { isInVerifiedDomain } from './sync.ts';

const PEOPLE_PATH = `${DIRECTORY_PATH}/people`;

const names = z.string().min(1, 'Enter a name.').max(100, 'Use at most 100 characters.');
const personFields = z.object({
  first_name: names,
  last_name: names,
  groups: z
    .string()
    .default('')
    .transform(groupNames)
    .refine((groups) => groups.length <= 20, 'Use at most 20 groups.')
    .refine((groups) => groups.every((name) => name.length <= 100), 'Use at most 100 characters per group.'),
});
const newPersonFields = personFields.extend({
  email: z.email('Enter a valid email address.').max(254, 'Use at most 254 characters.'),
});

type Errors = Record<string, string | undefined>;

/** Adds, edits, deactivates, and removes people of the directory at the provider. */
export function directoryPeopleRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(`${PEOPLE_PATH}/new`, (c) => withDirectory(local, c, () => newPersonPage(c, {})));

  app.post(PEOPLE_PATH, (c) =>
    withDirectory(local, c, async (directory) => {
      const form = await readForm(c);
      const parsed = newPersonFields.safeParse(form);
      if (!parsed.success) return newPersonPage(c, form, errorsOf(parsed.error));
      const { groups, ...person } = parsed.data;
      if (findProviderPersonByEmail(db, directory.id, person.email)) {
        return newPersonPage(c, form, { email: `${person.email} is already in the directory.` });
      }
      addProviderPerson(db, { ...person, directory_id: directory.id, groups: JSON.stringify(groups) });
      return back(c);
    }),
  );

  app.get(`${PEOPLE_PATH}/:id`, (c) =>
    withPerson(local, c, (person) => personPage(local, c, person, formOf(person))),
  );

  app.post(`${PEOPLE_PATH}/:id`, (c) =>
    withPerson(local, c, async (person) => {
      const form = await readForm(c);
      const parsed = personFields.safeParse(form);
      if (!parsed.success) return personPage(local, c, person, form, errorsOf(parsed.error));
      const { groups, ...changed } = parsed.data;
      updateProviderPerson(db, person.id, { ...changed, groups: JSON.stringify(groups) });
      return back(c);
    }),
  );

  app.post(`${PEOPLE_PATH}/:id/active`, (c) =>
    withPerson(local, c, async (person) => {
      const { active } = await readForm(c);
      updateProviderPerson(db, person.id, { active: active === '1' ? 1 : 0 });
      return back(c);
    }),
  );

  app.post(`${PEOPLE_PATH}/:id/remove`, (c) =>
    withPerson(local, c, (person) => {
      removeProviderPerson(db, person.id);
      return back(c);
    }),
  );

  return app;
}

function back(c: Context): Response {
  return c.redirect(DIRECTORY_PATH, 303);
}

function withDirectory(
  local: LocalWorkOS,
  c: Context,
  handle: (directory: Directory) => Response | Promise<Response>,
) {
  const directory = currentDirectory(local, c);
  const editable = directory && directory.state !== 'requires_type' && directory.state !== 'deleting';
  return editable ? handle(directory) : back(c);
}

function withPerson(
  local: LocalWorkOS,
  c: Context,
  handle: (person: ProviderPerson) => Response | Promise<Response>,
) {
  return withDirectory(local, c, (directory) => {
    const person = findProviderPerson(local.db, directory.id, c.req.param('id') ?? '');
    if (person) return handle(person);
    const action = { href: DIRECTORY_PATH, label: 'Back to the directory' };
    return errorPage(c, 'Person not found', 'This person is no longer in the directory.', action);
  });
}

function newPersonPage(c: Context, form: Form, errors: Errors = {}) {
  return portalPage(c, {
    title: 'Add a person',
    status: hasErrors(errors) ? 422 : 200,
    body: html`<form method="post" action="${PEOPLE_PATH}" novalidate>
        ${field({
          name: 'email',
          label: 'Email',
          type: 'email',
          value: form.email,
          error: errors.email,
          hint: 'Addresses in a verified domain become members immediately. Others are invited by email.',
        })}
        ${personFieldsHtml(form, errors)}
        <button class="primary">Add</button>
      </form>
      <p class="below"><a href="${DIRECTORY_PATH}">Back to the directory</a></p>`,
  });
}

function personPage(
  { db }: LocalWorkOS,
  c: Context,
  person: ProviderPerson,
  form: Form,
  errors: Errors = {},
) {
  const { organization } = c.get('portal');
  const action = `${PEOPLE_PATH}/${person.id}`;
  return portalPage(c, {
    title: displayName(person),
    status: hasErrors(errors) ? 422 : 200,
    body: html`<p class="muted">
        ${person.email} · ${isInVerifiedDomain(db, organization.id, person.email) ? 'verified domain' : 'invited by email'}
      </p>
      <form method="post" action="${action}" novalidate>
        ${personFieldsHtml(form, errors)}
        <button class="primary">Save</button>
      </form>
      <h2>Access</h2>
      <p>${person.active ? 'Active.' : 'Inactive. Loses access with the next sync.'}</p>
      <div class="row">
        <form method="post" action="${action}/active">
          <button name="active" value="${person.active ? '0' : '1'}">
            ${person.active ? 'Deactivate' : 'Activate'}
          </button>
        </form>
        <form method="post" action="${action}/remove"><button>Remove from the directory</button></form>
      </div>
      <p class="below"><a href="${DIRECTORY_PATH}">Back to the directory</a></p>`,
  });
}

function personFieldsHtml(form: Form, errors: Errors) {
  return html`${field({ name: 'first_name', label: 'First name', value: form.first_name, error: errors.first_name })}
    ${field({ name: 'last_name', label: 'Last name', value: form.last_name, error: errors.last_name })}
    ${field({
      name: 'groups',
      label: 'Groups',
      value: form.groups,
      error: errors.groups,
      hint: 'Optional, separated by commas',
    })}`;
}

/** Splits the names at commas, and removes duplicates that differ only in case. */
function groupNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name, index, all) => {
      const first = all.findIndex((other) => other.toLowerCase() === name.toLowerCase());
      return name !== '' && first === index;
    });
}

function formOf(person: ProviderPerson): Form {
  return {
    first_name: person.first_name,
    last_name: person.last_name,
    groups: providerGroups(person).join(', '),
  };
}

/** Returns the first message of each field. */
function errorsOf(error: z.ZodError): Errors {
  return Object.fromEntries(error.issues.toReversed().map(({ path, message }) => [String(path[0]), message]));
}

function hasErrors(errors: Errors): boolean {
  return Object.values(errors).some(Boolean);
}
