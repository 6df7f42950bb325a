import { createHmac } from 'node:crypto';

/**
 * The `WorkOS-Signature` header of a delivery, which the SDKs' `constructEvent` verifies.
 * @param timestamp When it is sent: milliseconds of the system's clock, because the app compares it with its own.
 */
export function signature(secret: string, timestamp: number, body: string): string {
  return `t=${timestamp}, v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
