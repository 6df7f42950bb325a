import type { DirectoryState } from '@workos-inc/widgets/experimental/api/fetch';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { portalPage } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { facts, field, type Html, selectField, time } from '../pages/layout.ts';
import type { Database } from '../store/database.ts';
import { type Directory, directoryMetadata, listDirectories } from '../store/directories.ts';
import { listProviderPeople, type ProviderPerson, providerGroups } from '../store/directory-provider.ts';
import { DIRECTORY_TYPES } from '../store/directory-types.ts';
import { displayName } from '../store/users.ts';

export const DIRECTORY_PATH = '/portal/directory-sync';

/** The option to choose a provider later. */
export const LATER = 'later';

/** What the page shows in addition to the state of the directory. */
export interface Remarks {
  notice?: string;
  typeError?: string;
  /** The submitted access token and its error. */
  token?: string;
  tokenError?: string;
  /** A token that the provider has just created, shown only once. */
  newToken?: string;
}

/** The directory that the Admin Portal sets up. Each organization has at most one. */
export function currentDirectory({ db }: LocalWorkOS, c: Context): Directory | undefined {
  return listDirectories(db, c.get('portal').organization.id)[0];
}

/** Renders the page of the directory in any state. */
export function directoryPage(
  local: LocalWorkOS,
  c: Context,
  remarks: Remarks = {},
): Response | Promise<Response> {
  const directory = currentDirectory(local, c);
  const { title, body } = PAGES[directory?.state ?? 'none'];
  return portalPage(c, {
    title: title(directory),
    body: html`${remarks.notice ? html`<p class="notice" role="status">${remarks.notice}</p>` : ''}
      ${remarks.newToken ? newTokenNotice(remarks.newToken) : ''} ${body(local.db, directory, remarks)}`,
    ...(remarks.typeError || remarks.tokenError ? { status: 422 as const } : {}),
  });
}

interface Page {
  title(directory: Directory | undefined): string;
  body(db: Database, directory: Directory | undefined, remarks: Remarks): Html;
}

const setUp: Page = {
  title: () => 'Set up directory sync',
  body: (_db, directory, { typeError }) =>
    html`<p>People get their accounts from the organization's directory, and lose access when they leave it.</p>
      ${chooseForm(directory, typeError)}
      ${directory ? removeForm() : ''}`,
};

const connect: Page = {
  title: (directory) => `Connect ${providerName(directory)}`,
  body: (db, directory, remarks) =>
    html`<p>
        Syncing reads the directory with an access token. Local WorkOS simulates ${providerName(directory)}: create
        a token, then enter it.
      </p>
      ${tokenForms(remarks)}
      ${people(db, directory)}
      <details>
        <summary>Choose another provider</summary>
        ${chooseForm(directory)}
      </details>
      ${removeForm()}`,
};

const connected: Page = {
  title: providerName,
  body: (db, directory, remarks) =>
    html`${status(db, directory)}
      <form method="post" action="${DIRECTORY_PATH}">
        <button class="primary" name="action" value="sync">Sync now</button>
      </form>
      ${people(db, directory)}
      <h2>Access token</h2>
      <p>
        A new token replaces the previous one. Enter it before the next sync, or the sync fails.
      </p>
      ${tokenForms(remarks)}
      ${removeForm()}`,
};

const refused: Page = {
  title: providerName,
  body: (db, directory, remarks) =>
    html`<p class="notice error" role="alert">
        ${providerName(directory)} rejected the access token, so nothing is synced. Create a new token and enter it.
      </p>
      ${status(db, directory)}
      ${tokenForms(remarks)}
      ${people(db, directory)}
      ${removeForm()}`,
};

const deleting: Page = {
  title: () => 'The directory is being deleted',
  body: () =>
    html`<p role="status">This takes a few seconds. Its people stay members until someone removes them.</p>
      <a class="button" href="${DIRECTORY_PATH}">Check again</a>`,
};

const PAGES: Record<DirectoryState | 'none', Page> = {
  none: setUp,
  requires_type: { ...setUp, title: () => 'Choose the directory provider' },
  unlinked: connect,
  validating: connected,
  linked: connected,
  invalid_credentials: refused,
  deleting,
};

const STATUS: Partial<Record<DirectoryState, string>> = {
  validating: 'Waiting for the first sync',
  linked: 'Linked',
  invalid_credentials: 'Access token rejected',
};

function providerName(directory: Directory | undefined): string {
  return directory ? DIRECTORY_TYPES[directory.type] : '';
}

function chooseForm(directory: Directory | undefined, error?: string): Html {
  const chosen = directory?.state === 'unlinked' ? directory.type : undefined;
  return html`<form method="post" action="${DIRECTORY_PATH}">
    ${selectField({
      name: 'type',
      label: 'Directory provider',
      options: [
        ...Object.entries(DIRECTORY_TYPES).map(([value, label]) => ({ value, label })),
        { value: LATER, label: 'Decide later' },
      ],
      value: chosen,
      error,
    })}
    <button class="primary" name="action" value="choose">Continue</button>
  </form>`;
}

/** One form creates a token at the provider, the other enters it here. */
function tokenForms({ token, tokenError }: Remarks): Html {
  return html`<form method="post" action="${DIRECTORY_PATH}">
      <p><button name="action" value="new-token">Create access token</button></p>
    </form>
    <form method="post" action="${DIRECTORY_PATH}">
      ${field({ name: 'access_token', label: 'Access token', value: token, error: tokenError })}
      <button class="primary" name="action" value="connect">Connect</button>
    </form>`;
}

function newTokenNotice(token: string): Html {
  return html`<p class="notice" role="status">
    Copy the new access token now. It is not shown again: <code class="secret">${token}</code>
  </p>`;
}

function status(db: Database, directory: Directory | undefined): Html {
  if (!directory) return html``;
  const { users, groups } = directoryMetadata(db, directory.id);
  return facts([
    ['Status', STATUS[directory.state] ?? directory.state],
    ['People', `${users.active} active, ${users.inactive} inactive`],
    ['Groups', String(groups)],
    ['Last sync', directory.last_sync_run_at ? time(directory.last_sync_run_at) : 'Never'],
  ]);
}

/** The people at the simulated provider, which in reality is a separate service. */
function people(db: Database, directory: Directory | undefined): Html {
  const listed = directory ? listProviderPeople(db, directory.id) : [];
  return html`<h2>People at ${providerName(directory)}</h2>
    <p>Changes take effect with the next sync. <a href="${DIRECTORY_PATH}/people/new">Add a person</a></p>
    ${
      listed.length === 0
        ? html`<p class="empty">No people yet.</p>`
        : html`<ul class="plain-list" aria-label="People in the directory">
            ${listed.map(personItem)}
          </ul>`
    }`;
}

function personItem(person: ProviderPerson): Html {
  const name = displayName(person);
  const groups = providerGroups(person);
  return html`<li>
    <span class="what">
      <strong>${name}</strong> ${person.active ? '' : html`<span class="badge">Inactive</span>`}<br />
      <small class="muted">${person.email}${groups.length > 0 ? ` · ${groups.join(', ')}` : ''}</small>
    </span>
    <a href="${DIRECTORY_PATH}/people/${person.id}" aria-label="Edit ${name}">Edit</a>
  </li>`;
}

function removeForm(): Html {
  return html`<details>
    <summary>Delete the directory</summary>
    <p>Its people stay members of the organization and are managed like everyone else.</p>
    <form method="post" action="${DIRECTORY_PATH}">
      <button name="action" value="remove">Delete</button>
    </form>
  </details>`;
}
