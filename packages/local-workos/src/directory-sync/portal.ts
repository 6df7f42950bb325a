import type { DirectoryState } from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { requirePortal } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { createDirectory, type Directory, startDeletion, updateDirectory } from '../store/directories.ts';
import { isDirectoryType, UNDECIDED_TYPE } from '../store/directory-types.ts';
import { hashSecret, newSecret } from '../store/ids.ts';
import { currentDirectory, DIRECTORY_PATH, directoryPage, LATER } from './portal-page.ts';
import { directoryPeopleRoutes } from './portal-people.ts';
import { acceptsToken, syncDirectory } from './sync.ts';

/** The Admin Portal pages that link the local directory and sync it. */
export function portalDirectorySyncRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.use(`${DIRECTORY_PATH}/*`, requirePortal(local, 'dsync'));

  app.get(DIRECTORY_PATH, (c) => directoryPage(local, c));

  app.post(DIRECTORY_PATH, async (c) => {
    const form = await readForm(c);
    const name = form.action ?? '';
    if (name === 'choose') return choose(local, c, form.type ?? '');
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    const directory = currentDirectory(local, c);
    // The directory may have changed while the page was open, so show its current state.
    if (!directory || !action?.from.includes(directory.state)) return directoryPage(local, c);
    return action.run({ local, c, directory, form });
  });

  app.route('/', directoryPeopleRoutes(local));
  return app;
}

interface Action {
  /** The states that allow the action. */
  from: readonly DirectoryState[];
  run(context: {
    local: LocalWorkOS;
    c: Context;
    directory: Directory;
    form: Form;
  }): Response | Promise<Response>;
}

const CHOSEN: readonly DirectoryState[] = ['unlinked', 'validating', 'linked', 'invalid_credentials'];

const ACTIONS: Record<string, Action> = {
  connect: {
    from: CHOSEN,
    run: ({ local, c, directory, form }) => {
      const token = form.access_token ?? '';
      if (!token) return directoryPage(local, c, { token, tokenError: 'Enter the access token.' });
      if (!acceptsToken(directory, hashSecret(token))) {
        const tokenError = 'The provider does not accept this token. Create a new one below.';
        return directoryPage(local, c, { token, tokenError });
      }
      const state = directory.last_sync_run_at ? 'linked' : 'validating';
      updateDirectory(local.db, directory.id, { state, token_hash: hashSecret(token) });
      return directoryPage(local, c, { notice: 'Connected. The provider accepted the token.' });
    },
  },
  sync: {
    from: ['validating', 'linked', 'invalid_credentials'],
    run: ({ local, c, directory }) => {
      const report = syncDirectory(local, directory);
      if (!report) return directoryPage(local, c);
      const changes = Object.entries(report).filter(([, count]) => count > 0);
      const text = changes.map(([what, count]) => `${count} ${what}`).join(', ');
      return directoryPage(local, c, { notice: text ? `Synced: ${text}.` : 'Synced. Nothing changed.' });
    },
  },
  'new-token': {
    from: CHOSEN,
    run: ({ local, c, directory }) => {
      const newToken = newSecret();
      updateDirectory(local.db, directory.id, { provider_token_hash: hashSecret(newToken) });
      return directoryPage(local, c, { newToken });
    },
  },
  remove: {
    from: ['requires_type', ...CHOSEN],
    run: ({ local, c, directory }) => {
      startDeletion(local.db, directory);
      return directoryPage(local, c);
    },
  },
};

/** Sets the provider, or leaves the choice for later. Only possible before the directory is connected. */
function choose(local: LocalWorkOS, c: Context, choice: string): Response | Promise<Response> {
  const { db } = local;
  const { organization } = c.get('portal');
  const directory = currentDirectory(local, c);
  const open = !directory || directory.state === 'requires_type' || directory.state === 'unlinked';
  if (!open) return directoryPage(local, c);
  if (choice !== LATER && !isDirectoryType(choice)) {
    return directoryPage(local, c, { typeError: 'Choose a provider.' });
  }
  const decision =
    choice === LATER
      ? ({ type: UNDECIDED_TYPE, state: 'requires_type' } as const)
      : ({ type: choice, state: 'unlinked' } as const);
  if (directory) updateDirectory(db, directory.id, decision);
  else createDirectory(db, { ...decision, organization_id: organization.id, name: organization.name });
  return directoryPage(local, c);
}
