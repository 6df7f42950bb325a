import { type NextRequest, NextResponse } from 'next/server';
import { z } from 'zod';
import { env } from '@/lib/env';
import { isSameOrigin } from '@/lib/same-origin';
import { mintWidgetToken } from '@/lib/widget-token';
import type { WidgetTokenProblem } from '@/lib/widget-token-problem';
import { type Widget, widgets } from '@/lib/widgets';

const body = z.strictObject({ widget: z.string() });

/**
 * Mints a widget token for clients that aren't React Server Components. Takes `{ "widget": "users-table" }`, and
 * answers `201 { token, expiresAt }` or `{ error: { code, message } }`.
 */
export async function POST(request: NextRequest): Promise<NextResponse> {
  const problem = checkOrigin(request);
  if (problem) return problem;

  const json = await readJson(request);
  if (json === undefined) return failure(400, 'invalid-json', 'The body is not JSON.');
  const parsed = body.safeParse(json);
  if (!parsed.success) {
    const unexpected = parsed.error.issues.some((issue) => issue.code === 'unrecognized_keys');
    return unexpected
      ? failure(400, 'unexpected-field', 'The body takes one field, "widget".')
      : failure(400, 'invalid-request', 'The body needs a text field, "widget".');
  }
  const { widget } = parsed.data;
  if (!isWidget(widget)) {
    return failure(
      400,
      'unknown-widget',
      `There is no such widget. Known: ${Object.keys(widgets).join(', ')}.`,
    );
  }

  const result = await mintWidgetToken(widget);
  if (!result.ok) return failure(...PROBLEMS[result.problem.reason]);
  const { token, expiresAt } = result;
  return NextResponse.json({ token, expiresAt }, { status: 201, headers: { 'Cache-Control': 'no-store' } });
}

const PROBLEMS: Record<WidgetTokenProblem['reason'], [status: number, code: string, message: string]> = {
  'signed-out': [401, 'signed-out', 'Sign in first.'],
  'no-organization': [403, 'no-organization', 'The session is not in an organization.'],
  impersonating: [403, 'impersonating', 'Not available while impersonating.'],
  'missing-permission': [403, 'missing-permission', 'Your role lacks the permission for this widget.'],
  'rate-limited': [429, 'rate-limited', 'Too many requests. Try again in a moment.'],
  unavailable: [502, 'unavailable', 'WorkOS isn’t answering. Try again in a moment.'],
  'too-large': [503, 'session-too-large', 'The session is too large for a cookie.'],
  misconfigured: [503, 'misconfigured', 'WorkOS refused this app. Check its API key and client ID.'],
};

/** Refuses requests that another site makes with the visitor's cookie, forms included. */
function checkOrigin(request: NextRequest): NextResponse | undefined {
  if (!isSameOrigin(request.headers, new URL(env().redirectUri).origin))
    return failure(403, 'cross-origin', 'Only pages of this app can request tokens.');
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    return failure(400, 'invalid-content-type', 'Send application/json.');
  }
  return undefined;
}

async function readJson(request: NextRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}

function isWidget(name: string): name is Widget {
  return Object.hasOwn(widgets, name);
}

function failure(status: number, code: string, message: string): NextResponse {
  return NextResponse.json(
    { error: { code, message } },
    { status, headers: { 'Cache-Control': 'no-store' } },
  );
}
