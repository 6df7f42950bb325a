import { validateApiKey } from '@workos-inc/authkit-nextjs';
import { NextResponse } from 'next/server';

/**
 * A sample of your own API: takes a key that was made on the API keys pages and answers whose it is and
 * what it may do. WorkOS is asked each time, so a revoked key fails at the next call.
 */
export async function GET(): Promise<NextResponse> {
  try {
    const { apiKey } = await validateApiKey();
    if (!apiKey) return unauthorized();
    const { owner, name, permissions } = apiKey;
    return NextResponse.json({ owner, name, permissions }, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 401) return unauthorized();
    console.error('The API key could not be checked:', error instanceof Error ? error.message : error);
    const problem = {
      code: 'unavailable',
      message: 'The key cannot be checked just now. Try again in a moment.',
    };
    return NextResponse.json({ error: problem }, { status: 502 });
  }
}

function unauthorized(): NextResponse {
  const problem = { code: 'invalid-api-key', message: 'Send a valid API key: Authorization: Bearer <key>.' };
  return NextResponse.json({ error: problem }, { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
}
