import { validateApiKey } from '@workos-inc/authkit-nextjs';
import { NextResponse } from 'next/server';
import { prepareAuthKit } from '@/lib/prepare-authkit';
import { within } from '@/lib/within';
import { PATIENCE } from '@/lib/workos';

/**
 * A sample of your own API: takes a key created on one of the API keys pages, and returns its owner and permissions.
 * Validates the key with WorkOS on every call, so a revoked key fails immediately.
 */
export async function GET(): Promise<NextResponse> {
  try {
    prepareAuthKit();
    const { apiKey } = await within(PATIENCE, validateApiKey());
    if (!apiKey) return unauthorized();
    const { owner, name, permissions } = apiKey;
    return answer(200, { owner, name, permissions });
  } catch (error) {
    // Never the caller's fault, whatever the status: a 401 means that WorkOS rejects this app's own key.
    console.error('The API key could not be checked:', error instanceof Error ? error.message : error);
    const message = 'The key cannot be checked just now. Try again in a moment.';
    return answer(502, { error: { code: 'unavailable', message } });
  }
}

function unauthorized(): NextResponse {
  const message = 'Send a valid API key: Authorization: Bearer <key>.';
  const body = { error: { code: 'invalid-api-key', message } };
  return answer(401, body, { 'WWW-Authenticate': 'Bearer' });
}

function answer(status: number, body: object, headers: Record<string, string> = {}): NextResponse {
  return NextResponse.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } });
}
