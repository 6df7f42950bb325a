import assert from 'node:assert/strict';
import { test } from 'node:test';
import { securityHeaders } from './security-headers.ts';

const WORKOS = 'https://api.workos.com';

function policy(workosOrigin: string | undefined = WORKOS): Record<string, string> {
  const text = securityHeaders('n0nce', workosOrigin)['Content-Security-Policy'] ?? '';
  return Object.fromEntries(
    text.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

test('sends each header with its value', () => {
  const { 'Content-Security-Policy': _, ...headers } = securityHeaders('n0nce', WORKOS);
  assert.deepEqual(headers, {
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  });
});

test('allows scripts with the nonce, and calls to the app and WorkOS', () => {
  assert.deepEqual(policy(), {
    'default-src': "'self'",
    'script-src': "'self' 'nonce-n0nce' 'strict-dynamic'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' https: data: https://api.workos.com",
    'font-src': "'self'",
    'connect-src': "'self' https://api.workos.com",
    'form-action': "'self' https://api.workos.com https://setup.workos.com",
    'frame-ancestors': "'none'",
    'frame-src': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
  });
});

test('allows calls to what collects web vitals', () => {
  const headers = securityHeaders('n0nce', WORKOS, 'https://vitals.example/collect?site=1');
  assert.match(
    headers['Content-Security-Policy'] ?? '',
    /connect-src 'self' https:\/\/api\.workos\.com https:\/\/vitals\.example;/,
  );
});

test('allows eval to React’s development build alone', () => {
  const before = process.env.NODE_ENV;
  try {
    for (const [mode, sources] of [
      ['development', "'self' 'nonce-n0nce' 'strict-dynamic' 'unsafe-eval'"],
      ['production', "'self' 'nonce-n0nce' 'strict-dynamic'"],
    ]) {
      Object.assign(process.env, { NODE_ENV: mode });
      assert.equal(policy()['script-src'], sources);
    }
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, 'NODE_ENV');
    else Object.assign(process.env, { NODE_ENV: before });
  }
});

test('names no origin before the app is set up', () => {
  const text = securityHeaders('n0nce', undefined)['Content-Security-Policy'] ?? '';
  assert.doesNotMatch(text, /undefined/);
  assert.match(text, /connect-src 'self';/);
});
