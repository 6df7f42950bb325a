import { AuthKitProvider, useAuth } from '@workos-inc/authkit-react';
import { createElement as create, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

/** An app that signs in with WorkOS's SDK for browsers, and has no server. Its address says where Local WorkOS is. */
const query = new URLSearchParams(location.search);
for (const name of ['port', 'mode']) {
  const value = query.get(name);
  if (value) sessionStorage.setItem(name, value);
}

function App(): ReactNode {
  const { isLoading, user, organizationId, ...auth } = useAuth();
  if (isLoading) return create('p', null, 'Loading');
  if (!user) return button('Sign in', () => auth.signIn());
  return [
    create('h1', { key: 'user' }, user.email),
    create('p', { key: 'organization' }, organizationId ?? 'No organization'),
    button('Renew', () => auth.getAccessToken({ forceRefresh: true }).then(show, show)),
    button('Switch', () => auth.switchToOrganization({ organizationId: prompt() ?? '' })),
    button('Sign out', () => auth.signOut({ returnTo: location.origin })),
    create('output', { key: 'output' }),
  ];
}

function button(name: string, onClick: () => void): ReactNode {
  return create('button', { key: name, type: 'button', onClick }, name);
}

function show(value: unknown): void {
  const output = document.querySelector('output');
  if (output) output.textContent = String(value);
}

createRoot(document.querySelector('main') as HTMLElement).render(
  create(AuthKitProvider, {
    clientId: 'client_local',
    apiHostname: location.hostname,
    port: Number(sessionStorage.getItem('port')),
    https: false,
    devMode: sessionStorage.getItem('mode') !== 'production',
    redirectUri: location.origin,
    // biome-ignore lint/correctness/noChildrenProp: the SDK's type requires it.
    children: create(App),
  }),
);
