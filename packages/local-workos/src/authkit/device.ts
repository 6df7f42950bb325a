import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { oauthError } from '../http/api-error.ts';
import { browserOf } from '../http/browser.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { readBodyOrForm, readForm } from '../http/request-body.ts';
import { cardPage, errorPage, field } from '../pages/layout.ts';
import {
  createDeviceAuthorization,
  DEVICE_CODE_SECONDS,
  decideDevice,
  findPendingDevice,
  findPendingDeviceOf,
  POLL_INTERVAL_SECONDS,
} from '../store/device-authorizations.ts';
import { createAuthorizationRequest, takeAuthorizationCode } from './authorization-requests.ts';
import { deviceApproval } from './device-grant.ts';
import { hostedPath } from './with-authorization-request.ts';

const START = { href: '/device', label: 'Enter a code' };

/**
 * The device flow: the start, and the pages where a person enters the code, signs in, and so lets the device in.
 * https://workos.com/docs/reference/authkit/cli-auth
 */
export function deviceRoutes(local: LocalWorkOS): Hono {
  const { db, origin } = local;
  const app = new Hono();

  app.post('/user_management/authorize/device', async (c) => {
    const { client_id: clientId } = await readBodyOrForm(
      c,
      z.object({ client_id: z.string().catch('') }),
      400,
    );
    if (clientId !== CLIENT_ID) throw oauthError('invalid_client', 'Unknown client.');
    const { deviceCode, userCode } = createDeviceAuthorization(db);
    const uri = `${origin}/device`;
    return c.json({
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: uri,
      verification_uri_complete: `${uri}?${new URLSearchParams({ user_code: userCode })}`,
      expires_in: DEVICE_CODE_SECONDS,
      interval: POLL_INTERVAL_SECONDS,
    });
  });

  app.get('/device', (c) => codePage(c, c.req.query('user_code') ?? ''));

  app.post('/device', async (c) => {
    const { user_code: userCode = '', deny } = await readForm(c);
    const device = findPendingDevice(db, userCode);
    if (!device) {
      return codePage(c, userCode, 'This code is incorrect or has expired. Compare it with your device.');
    }
    if (deny) {
      decideDevice(db, device.id, { status: 'denied' });
      return cardPage(c, {
        title: 'The device was denied',
        body: html`<p>It cannot sign in as you. You can close this page.</p>`,
      });
    }
    const request = createAuthorizationRequest(
      db,
      {
        redirect_uri: `${origin}/device/return`,
        code_challenge: device.code_challenge,
        screen_hint: 'sign-in',
      },
      browserOf(c),
    );
    return c.redirect(hostedPath('sign-in', request));
  });

  app.get('/device/return', (c) => {
    const code = takeAuthorizationCode(db, c.req.query('code') ?? '');
    const device = code?.code_challenge ? findPendingDeviceOf(db, code.code_challenge) : undefined;
    if (!code || !device) {
      const text = 'The code has expired, or the sign-in was not completed. Start again on your device.';
      return errorPage(c, 'The device is not signed in', text, START);
    }
    decideDevice(db, device.id, { status: 'approved', approval: deviceApproval(code) });
    return cardPage(c, {
      title: 'The device is signed in',
      body: html`<p>Go back to your device. You can close this page.</p>`,
    });
  });

  return app;
}

function codePage(c: Context, userCode: string, error?: string): Response | Promise<Response> {
  return cardPage(c, {
    title: 'Connect a device',
    status: error ? 422 : 200,
    body: html`<p class="muted">
        Continue only if you see this code on a device of your own. The device will be signed in as you.
      </p>
      <form method="post" action="/device" novalidate>
        ${field({ name: 'user_code', label: 'Code', value: userCode, error, autofocus: true })}
        <button class="primary">Continue</button>
        <p class="below"><button class="link" name="deny" value="1">Deny this device</button></p>
      </form>`,
  });
}
