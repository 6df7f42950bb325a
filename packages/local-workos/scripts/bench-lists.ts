import { Agent } from 'node:http';
import { API_KEY } from '../src/http/options.ts';
import { type Call, type Program, send } from './bench-program.ts';

const WIDGET = '/_widgets/UserManagement/members?limit=10';
const API = '/user_management';

/** An organization to list, in one of the running programs. */
export interface Target {
  program: Program;
  organizationId: string;
  size: number;
}

/** A list that is measured. With `walks`, each sample is the page after the one before. */
interface List {
  name: string;
  path(target: Target): string;
  walks?: 'before' | 'after';
  as?: 'widget' | 'browser';
}

/** Lists of one organization, to compare a large one with a small one of the same file. */
const IN_AN_ORGANIZATION: readonly List[] = [
  { name: 'members: first page', as: 'widget', path: () => WIDGET },
  { name: 'members: walk', as: 'widget', path: () => WIDGET, walks: 'before' },
  { name: 'members: last page', as: 'widget', path: () => `${WIDGET}&after=om_` },
  { name: 'members: search, many', as: 'widget', path: () => `${WIDGET}&search=person-1` },
  {
    name: 'members: search, accents',
    as: 'widget',
    path: () => `${WIDGET}&search=${encodeURIComponent('ØYVIND dvo')}`,
  },
  {
    name: 'members: search, one',
    as: 'widget',
    path: ({ size }) => `${WIDGET}&search=person-0%40members-${size}`,
  },
  { name: 'members: search, none', as: 'widget', path: () => `${WIDGET}&search=nobody+at+all` },
  { name: 'members: search, 2 letters, none', as: 'widget', path: () => `${WIDGET}&search=qz` },
  { name: 'members: search, parts, none', as: 'widget', path: () => `${WIDGET}&search=person-example` },
  { name: 'members: role, few', as: 'widget', path: () => `${WIDGET}&role=admin` },
  { name: 'members: role, many', as: 'widget', path: () => `${WIDGET}&role=member` },
  { name: 'members: search and role', as: 'widget', path: () => `${WIDGET}&role=admin&search=ada` },
  { name: 'users', path: ({ organizationId }) => `${API}/users?organization_id=${organizationId}` },
  {
    name: 'users: walk',
    path: ({ organizationId }) => `${API}/users?organization_id=${organizationId}`,
    walks: 'after',
  },
  {
    name: 'users: oldest',
    path: ({ organizationId }) => `${API}/users?organization_id=${organizationId}&order=asc`,
  },
  { name: 'memberships', path: ({ organizationId }) => memberships(organizationId) },
  { name: 'memberships: walk', path: ({ organizationId }) => memberships(organizationId), walks: 'after' },
  {
    name: 'memberships: pending',
    path: ({ organizationId }) => `${memberships(organizationId)}&statuses=pending`,
  },
  { name: 'invitations', path: ({ organizationId }) => invitations(organizationId) },
  { name: 'invitations: walk', path: ({ organizationId }) => invitations(organizationId), walks: 'after' },
];

/** Lists of everything, to compare a large file with a small one. */
const IN_THE_FILE: readonly List[] = [
  { name: 'People page', as: 'browser', path: () => '/people' },
  { name: 'People page: search, many', as: 'browser', path: () => '/people?search=person-1' },
  { name: 'People page: search, none', as: 'browser', path: () => '/people?search=nobody+at+all' },
  { name: 'People page: search, one', as: 'browser', path: () => '/people?search=person-0%40members-1000.' },
  { name: 'People page: oldest', as: 'browser', path: () => '/people?before=user_' },
  { name: 'users', path: () => `${API}/users` },
  { name: 'users: walk', path: () => `${API}/users`, walks: 'after' },
  { name: 'users: by email', path: () => `${API}/users?email=person-1%40members-1000.example` },
  { name: 'invitations', path: () => `${API}/invitations` },
  { name: 'invitations: by email', path: () => `${API}/invitations?email=person-1%40members-1000.example` },
];

const memberships = (id: string) => `${API}/organization_memberships?organization_id=${id}`;
const invitations = (id: string) => `${API}/invitations?organization_id=${id}`;

export interface Comparison {
  name: string;
  small: number[];
  large: number[];
}

/** Times each list of two organizations in turn, so that the machine's noise falls on both. */
export function compareOrganizations(small: Target, large: Target, samples: number): Promise<Comparison[]> {
  return compare(IN_AN_ORGANIZATION, small, large, samples);
}

/** The same for two files. */
export function compareFiles(small: Target, large: Target, samples: number): Promise<Comparison[]> {
  return compare(IN_THE_FILE, small, large, samples);
}

async function compare(
  lists: readonly List[],
  small: Target,
  large: Target,
  samples: number,
): Promise<Comparison[]> {
  const agent = new Agent({ keepAlive: true });
  const results: Comparison[] = [];
  for (const list of lists) {
    const result: Comparison = { name: list.name, small: [], large: [] };
    const next = { small: await walker(agent, list, small), large: await walker(agent, list, large) };
    // The first requests compile code and fill caches.
    for (let index = -Math.ceil(samples / 10); index < samples; index++) {
      for (const side of index % 2 ? (['small', 'large'] as const) : (['large', 'small'] as const)) {
        const milliseconds = await next[side]();
        if (index >= 0) result[side].push(milliseconds);
      }
    }
    results.push(result);
  }
  agent.destroy();
  return results;
}

/** @returns A function that requests the next page, or the same one, and tells how long that took. */
async function walker(agent: Agent, list: List, target: Target): Promise<() => Promise<number>> {
  const headers = await headersFor(agent, list, target);
  const { walks } = list;
  let cursor: string | null | undefined;
  return async () => {
    const path = list.path(target);
    const more = walks && cursor ? `${path.includes('?') ? '&' : '?'}${walks}=${cursor}` : '';
    const { text, milliseconds } = await send(agent, { url: target.program.origin + path + more, headers });
    if (walks) cursor = JSON.parse(text).list_metadata[walks];
    return milliseconds;
  };
}

async function headersFor(
  agent: Agent,
  { as }: List,
  { program, organizationId }: Target,
): Promise<Record<string, string>> {
  if (as === 'browser') return { Accept: 'text/html' };
  if (as !== 'widget') return { Authorization: `Bearer ${API_KEY}` };
  const { text } = await send(agent, mintCall(program.origin, { organization_id: organizationId }));
  return { Authorization: `Bearer ${JSON.parse(text).token}` };
}

/** A request for a widget token. */
export function mintCall(origin: string, fields: { organization_id: string; user_id?: string }): Call {
  return {
    url: `${origin}/widgets/token`,
    method: 'POST',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...fields, scopes: ['widgets:users-table:manage'] }),
  };
}
