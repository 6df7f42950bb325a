import { onChange } from '../store/changes.ts';
import { deleteInstallationsOf } from '../store/data-installations.ts';
import type { Database } from '../store/database.ts';

/** Disconnects a member's accounts when the membership ends. */
export function reactWithPipes(db: Database): void {
  onChange(db, 'organization_membership.deleted', ({ membership: { user_id, organization_id } }) =>
    deleteInstallationsOf(db, { userId: user_id, organizationId: organization_id }),
  );
}
