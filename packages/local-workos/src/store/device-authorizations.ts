import { randomInt } from 'node:crypto';
import type { Database } from './database.ts';
import { hashSecret, newId, newSecret } from './ids.ts';

export interface DeviceAuthorization {
  id: string;
  status: 'pending' | 'approved' | 'denied';
  code_challenge: string;
  approval: string | null;
  /** How long the device has to wait between two polls. */
  interval_seconds: number;
  polled_at: string | null;
  expires_at: string;
}

export const DEVICE_CODE_SECONDS = 300;
export const POLL_INTERVAL_SECONDS = 5;

/** Letters that spell no words and look different from each other. */
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** Starts the sign-in of a device. Only the hashes of its codes are stored. */
export function createDeviceAuthorization(db: Database): { deviceCode: string; userCode: string } {
  const deviceCode = newSecret() + newSecret();
  const letters = Array.from({ length: 8 }, () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)]);
  const userCode = `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
  db.insert('device_authorizations', {
    id: newId('device_authorization'),
    device_code_hash: hashSecret(deviceCode),
    user_code_hash: hashUserCode(userCode),
    code_challenge: newSecret(),
    interval_seconds: POLL_INTERVAL_SECONDS,
    expires_at: db.timestampIn(DEVICE_CODE_SECONDS),
    created_at: db.timestamp(),
  });
  return { deviceCode, userCode };
}

/** Finds what a person types, whatever its case and hyphens, while nobody has decided and it has not expired. */
export function findPendingDevice(db: Database, userCode: string): DeviceAuthorization | undefined {
  return db.get<DeviceAuthorization>(
    `SELECT * FROM device_authorizations
     WHERE user_code_hash = :hash AND status = 'pending' AND expires_at > :now`,
    { hash: hashUserCode(userCode), now: db.timestamp() },
  );
}

/** Finds the sign-in of a device, expired or not. */
export function findDevice(db: Database, deviceCode: string): DeviceAuthorization | undefined {
  return db.get<DeviceAuthorization>('SELECT * FROM device_authorizations WHERE device_code_hash = :hash', {
    hash: hashSecret(deviceCode),
  });
}

/** Decides once. @returns Whether the sign-in was still open. */
export function decideDevice(
  db: Database,
  id: string,
  decision: { status: 'denied' } | { status: 'approved'; approval: string },
): boolean {
  const decided = db.run(
    `UPDATE device_authorizations SET status = :status, approval = :approval
     WHERE id = :id AND status = 'pending' AND expires_at > :now`,
    {
      id,
      status: decision.status,
      approval: 'approval' in decision ? decision.approval : null,
      now: db.timestamp(),
    },
  );
  return decided > 0;
}

/** Finds the open sign-in that a code of the hosted pages was issued for. */
export function findPendingDeviceOf(db: Database, codeChallenge: string): DeviceAuthorization | undefined {
  return db.get<DeviceAuthorization>(
    `SELECT * FROM device_authorizations
     WHERE code_challenge = :codeChallenge AND status = 'pending' AND expires_at > :now`,
    { codeChallenge, now: db.timestamp() },
  );
}

/** Notes a poll. @param intervalSeconds The wait before the next one. */
export function notePoll(db: Database, id: string, intervalSeconds: number): void {
  db.update('device_authorizations', id, {
    polled_at: db.timestamp(),
    interval_seconds: intervalSeconds,
  });
}

/** Ends the sign-in of a device. @returns Whether there was one. */
export function deleteDevice(db: Database, id: string): boolean {
  return db.run('DELETE FROM device_authorizations WHERE id = :id', { id }) > 0;
}

function hashUserCode(userCode: string): string {
  return hashSecret(userCode.toUpperCase().replaceAll(/[^A-Z]/g, ''));
}
