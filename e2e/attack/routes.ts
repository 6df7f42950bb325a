import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DIST_DIR } from '../servers.ts';

const APP = fileURLToPath(new URL('../../app', import.meta.url));

/** The addresses of files of this name in `app/`, so that a new page is attacked without a line here. */
function routes(file: string): string[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path === file || path.endsWith(`/${file}`))
    .map((path) => `/${path.slice(0, -file.length)}`.replace(/\/\([^)]*\)/g, '').replace(/(?<=.)\/$/, ''))
    .toSorted();
}

const PUBLIC = ['/', '/setup', '/session-problem/[problem]'];

/** Pages that need a session. */
export const PROTECTED_PAGES = routes('page.tsx').filter((path) => !PUBLIC.includes(path));

/** Route handlers. */
export const ROUTE_HANDLERS = routes('route.ts');

/** A server action of the build, by its exported name. */
export interface ServerAction {
  id: string;
  name: string;
}

export function serverActions(): ServerAction[] {
  const manifest = new URL(`../../${DIST_DIR}/server/server-reference-manifest.json`, import.meta.url);
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    node: Record<string, { exportedName: string }>;
  };
  return Object.entries(node).map(([id, { exportedName }]) => ({ id, name: exportedName }));
}
