import { type Database, requireRow } from './database.ts';

/** A person in the directory at the provider. Nobody in the app knows of a change before the next sync. */
export interface ProviderPerson {
  /** The provider's own id of the person, elsewhere `idp_id`. */
  id: string;
  directory_id: string;
  email: string;
  first_name: string;
  last_name: string;
  /** Names of groups, as JSON. */
  groups: string;
  active: number;
}

export type ProviderPersonFields = Pick<ProviderPerson, 'first_name' | 'last_name' | 'groups'>;

export function listProviderPeople(db: Database, directoryId: string): ProviderPerson[] {
  return db.all<ProviderPerson>(
    `SELECT * FROM directory_provider_people WHERE directory_id = :directoryId
     ORDER BY active DESC, last_name, first_name, id`,
    { directoryId },
  );
}

export function findProviderPerson(
  db: Database,
  directoryId: string,
  id: string,
): ProviderPerson | undefined {
  return db.get<ProviderPerson>(
    'SELECT * FROM directory_provider_people WHERE directory_id = :directoryId AND id = :id',
    { directoryId, id },
  );
}

export function findProviderPersonByEmail(
  db: Database,
  directoryId: string,
  email: string,
): ProviderPerson | undefined {
  return db.get<ProviderPerson>(
    'SELECT * FROM directory_provider_people WHERE directory_id = :directoryId AND email = :email',
    { directoryId, email },
  );
}

export function addProviderPerson(
  db: Database,
  fields: ProviderPersonFields & Pick<ProviderPerson, 'directory_id' | 'email'> & { active?: number },
): ProviderPerson {
  const id = crypto.randomUUID();
  db.insert('directory_provider_people', { ...fields, id });
  return requireRow(findProviderPerson(db, fields.directory_id, id));
}

export function updateProviderPerson(
  db: Database,
  id: string,
  changes: Partial<ProviderPersonFields & Pick<ProviderPerson, 'active'>>,
): void {
  db.update('directory_provider_people', id, changes);
}

export function removeProviderPerson(db: Database, id: string): void {
  db.run('DELETE FROM directory_provider_people WHERE id = :id', { id });
}

/** The names of a person's groups. */
export function providerGroups(person: ProviderPerson): string[] {
  return JSON.parse(person.groups);
}
