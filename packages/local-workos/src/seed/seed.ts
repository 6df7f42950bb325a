import { type ContinueAsChoice, continueAsChoices, saveContinueAsChoices } from '../store/continue-as.ts';
import type { Database } from '../store/database.ts';
import { newId, newSecret } from '../store/ids.ts';
import { seedAccounts } from './accounts.ts';
import { seedApiKeys } from './api-keys.ts';
import { seedAuditLogStreams } from './audit-log-streams.ts';
import type { Cast } from './cast.ts';
import { seedDirectorySync } from './directory-sync.ts';
import { FIRST_NAMES, LAST_NAMES } from './names.ts';
import { seedPipes } from './pipes.ts';
import { seedRoles } from './roles.ts';
import { seedSecurity } from './security.ts';
import { seedSingleSignOn } from './single-sign-on.ts';

/** The organization and the two people that the examples of the API reference name. */
const ACME = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const MARCELINA = 'user_01E4ZCR3C56J083X43JQXF3JK5';
const KOFI = 'user_01EHZNVPK3SFK441A1RGBFSHRT';

/** bcrypt of `SEED_PASSWORD`; made once, because hashing takes longer than starting should. */
const SEED_PASSWORD_HASH = '$2b$10$Y.v6jn6CG9HszzqdjApTzucBgMo4fyqzoF1S/RNubKV3iUmTC/ZbG';

const DAY = 86_400_000;

/** Fills an empty data file; does nothing to one that has been filled. */
export function seed(db: Database): void {
  if (continueAsChoices(db).length > 0) return;
  db.transaction(() => {
    seedRoles(db);
    const { cast, choices } = seedPeople(db);
    for (const seedMore of [
      seedAccounts,
      seedSecurity,
      seedApiKeys,
      seedSingleSignOn,
      seedDirectorySync,
      seedAuditLogStreams,
      seedPipes,
    ]) {
      seedMore(db, cast);
    }
    saveContinueAsChoices(db, choices);
  });
}

function seedPeople(db: Database): { cast: Cast; choices: ContinueAsChoice[] } {
  const writer = new SeedWriter(db);
  const globex = newId('org', writer.daysAgo(400));
  const initech = newId('org', writer.daysAgo(300));
  writer.organization(ACME, 'Acme Corporation', 500);
  writer.organization(globex, 'Globex', 400, { multipleRoles: true });
  writer.organization(initech, 'Initech', 300);

  const marcelina = writer.user({ id: MARCELINA, first: 'Marcelina', last: 'Davis', daysAgo: 500 });
  const kofi = writer.user({ id: KOFI, first: 'Kofi', last: 'Mensah', daysAgo: 490 });
  const mika = writer.user({ first: 'Mika', last: 'Laine', daysAgo: 480 });
  const lena = writer.user({ first: 'Lena', last: 'Fischer', daysAgo: 60 });
  const noor = writer.user({ first: 'Noor', last: 'Haddad', daysAgo: 20 });
  writer.member(marcelina, ACME, ['admin'], 0);
  writer.member(kofi, ACME, ['admin'], 1);
  writer.member(mika, ACME, ['member'], 2);
  writer.member(lena, ACME, ['developer'], 0);
  writer.member(marcelina, globex, ['admin', 'member'], 9);
  writer.member(kofi, globex, ['member'], 12);
  writer.member(marcelina, initech, ['admin'], 30);
  writer.member(mika, initech, ['member'], 41);

  for (const [index, first] of FIRST_NAMES.entries()) {
    const last = LAST_NAMES[(index * 7) % LAST_NAMES.length] ?? '';
    const user = writer.user({ first, last, daysAgo: 450 - index * 7 });
    const role = index % 9 === 4 ? 'admin' : 'member';
    switch (index % 14) {
      case 5:
        writer.invitation(user, ACME, marcelina.id, { sentDaysAgo: 2 });
        break;
      case 9:
        writer.invitation(user, ACME, marcelina.id, { sentDaysAgo: 30 });
        break;
      case 11:
        writer.invitation(user, ACME, kofi.id, { sentDaysAgo: 12, revokedDaysAgo: 11 });
        break;
      case 13:
        writer.pendingMember(user, ACME, role);
        break;
      default:
        writer.member(user, ACME, [role], index % 6 === 3 ? undefined : (index * 5) % 90);
    }
    if (index % 6 === 0)
      writer.member(user, globex, index % 12 === 0 ? ['admin', 'member'] : ['member'], index);
  }

  const cast: Cast = {
    organizations: { acme: ACME, globex, initech },
    people: { marcelina: marcelina.id, kofi: kofi.id, mika: mika.id, lena: lena.id, noor: noor.id },
  };
  const choices = [
    { userId: marcelina.id, organizationId: ACME },
    { userId: lena.id, organizationId: ACME },
    { userId: mika.id, organizationId: ACME },
    { userId: kofi.id, organizationId: globex },
    { userId: marcelina.id, organizationId: initech },
    { userId: noor.id, organizationId: undefined },
  ];
  return { cast, choices };
}

interface SeededUser {
  id: string;
  email: string;
  createdAt: Date;
}

/** Writes rows as if they had come about over the last months. */
class SeedWriter {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  daysAgo(days: number): Date {
    return new Date(this.#db.now().getTime() - days * DAY);
  }

  organization(id: string, name: string, daysAgo: number, { multipleRoles = false } = {}): void {
    const at = this.daysAgo(daysAgo).toISOString();
    this.#db.insert('organizations', {
      id,
      name,
      multiple_roles_enabled: Number(multipleRoles),
      created_at: at,
      updated_at: at,
    });
  }

  user({
    id,
    first,
    last,
    daysAgo,
  }: {
    id?: string;
    first: string;
    last: string;
    daysAgo: number;
  }): SeededUser {
    const createdAt = this.daysAgo(daysAgo);
    const user = {
      id: id ?? newId('user', createdAt),
      email: `${first}.${last}@example.com`.toLowerCase(),
      createdAt,
    };
    this.#db.insert('users', {
      id: user.id,
      email: user.email,
      email_verified: 1,
      first_name: first,
      last_name: last,
      locale: 'en-US',
      password_hash: SEED_PASSWORD_HASH,
      created_at: createdAt.toISOString(),
      updated_at: createdAt.toISOString(),
    });
    return user;
  }

  /** @param activeDaysAgo When the member was last active; undefined for never. */
  member(user: SeededUser, organizationId: string, roles: string[], activeDaysAgo: number | undefined): void {
    const lastActivity = activeDaysAgo === undefined ? undefined : this.daysAgo(activeDaysAgo).toISOString();
    this.#membership(user, organizationId, roles, 'active', lastActivity);
  }

  /** Somebody who was added without an invitation and has not come yet. */
  pendingMember(user: SeededUser, organizationId: string, role: string): void {
    this.#forgetAccount(user);
    this.#membership(user, organizationId, [role], 'pending', undefined);
  }

  invitation(
    user: SeededUser,
    organizationId: string,
    inviterId: string,
    { sentDaysAgo, revokedDaysAgo }: { sentDaysAgo: number; revokedDaysAgo?: number },
  ): void {
    this.#forgetAccount(user);
    this.#membership(user, organizationId, ['member'], 'pending', undefined);
    const sentAt = this.daysAgo(sentDaysAgo);
    this.#db.insert('invitations', {
      id: newId('invitation', sentAt),
      email: user.email,
      token: newSecret(),
      organization_id: organizationId,
      inviter_user_id: inviterId,
      role_slug: 'member',
      expires_at: this.daysAgo(sentDaysAgo - 7).toISOString(),
      revoked_at: revokedDaysAgo === undefined ? undefined : this.daysAgo(revokedDaysAgo).toISOString(),
      created_at: sentAt.toISOString(),
      updated_at: sentAt.toISOString(),
    });
  }

  #membership(
    user: SeededUser,
    organizationId: string,
    roles: string[],
    status: 'active' | 'pending',
    lastActivityAt: string | undefined,
  ): void {
    const id = newId('om', user.createdAt);
    this.#db.insert('organization_memberships', {
      id,
      user_id: user.id,
      organization_id: organizationId,
      status,
      last_activity_at: lastActivityAt,
      created_at: user.createdAt.toISOString(),
      updated_at: user.createdAt.toISOString(),
    });
    for (const role of roles) {
      this.#db.insert('organization_membership_roles', { organization_membership_id: id, role_slug: role });
    }
  }

  /** Who has only been invited has no password and has verified nothing. */
  #forgetAccount(user: SeededUser): void {
    this.#db.update('users', user.id, {
      password_hash: null,
      email_verified: 0,
      first_name: null,
      last_name: null,
    });
  }
}
