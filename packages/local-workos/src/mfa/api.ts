import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type ApiError, badRequest, orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import {
  type AuthenticationFactor,
  createFactor,
  deleteFactor,
  findChallenge,
  findFactor,
} from '../store/authentication-factors.ts';
import { listPage } from '../store/pagination.ts';
import { findUser } from '../store/users.ts';
import {
  type ChallengeResult,
  challengeFactor,
  enrollTotp,
  TOTP_ISSUER,
  verifyChallenge,
} from './authentication-factors.ts';
import { serializeChallenge, serializeFactor } from './serialize.ts';
import { totpEnrollment } from './totp.ts';

const label = z.string().min(1).max(255);

const enrollBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('totp'),
    totp_issuer: label,
    totp_user: label,
    user_id: z.string().min(1).optional(),
  }),
  z.object({
    type: z.literal('sms'),
    phone_number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'phone_number must be in E.164 format'),
    user_id: z.string().min(1).optional(),
  }),
  z.object({ type: z.literal('generic_otp'), user_id: z.string().min(1).optional() }),
]);

const enrollUserBody = z.object({
  type: z.literal('totp'),
  totp_issuer: label.optional(),
  totp_user: label.optional(),
  totp_secret: z
    .string()
    .max(256)
    .regex(/^[A-Z2-7]{16,}=*$/i, 'totp_secret must be base32')
    .optional(),
});

/** Authentication factors of users, or of an app's own accounts: https://workos.com/docs/reference/authkit/mfa */
export function authenticationFactorRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const userOf = (c: Context) => {
    const id = c.req.param('userId') ?? '';
    return orNotFound(findUser(db, id), 'User', id);
  };
  const factorOf = (c: Context) => {
    const id = c.req.param('id') ?? '';
    return orNotFound(findFactor(db, id), 'Authentication factor', id);
  };

  app.get('/user_management/users/:userId/auth_factors', (c) => {
    const page = listPage<AuthenticationFactor>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM authentication_factors WHERE user_id = :userId',
      parameters: { userId: userOf(c).id },
    });
    return c.json(listResponse(page, (factor) => serializeFactor(factor)));
  });

  app.post('/user_management/users/:userId/auth_factors', async (c) => {
    const user = userOf(c);
    const body = await readBody(c, enrollUserBody);
    const factor = await enrollTotp(db, {
      userId: user.id,
      issuer: body.totp_issuer ?? TOTP_ISSUER,
      user: body.totp_user ?? user.email,
      secret: body.totp_secret,
    });
    const { challenge } = challengeFactor(local, factor);
    return c.json(
      {
        authentication_factor: serializeFactor(factor, await totpEnrollment(db, factor)),
        authentication_challenge: serializeChallenge(challenge),
      },
      201,
    );
  });

  app.post('/auth/factors/enroll', async (c) => {
    const body = await readBody(c, enrollBody);
    if (body.user_id && !findUser(db, body.user_id))
      throw unprocessable(`User not found: '${body.user_id}'.`);
    if (body.type !== 'totp') return c.json(serializeFactor(createFactor(db, body)), 201);
    const factor = await enrollTotp(db, {
      userId: body.user_id,
      issuer: body.totp_issuer,
      user: body.totp_user,
    });
    return c.json(serializeFactor(factor, await totpEnrollment(db, factor)), 201);
  });

  app.get('/auth/factors/:id', (c) => c.json(serializeFactor(factorOf(c))));

  app.delete('/auth/factors/:id', (c) => {
    deleteFactor(db, factorOf(c).id);
    return c.body(null, 204);
  });

  app.post('/auth/factors/:id/challenge', async (c) => {
    const factor = factorOf(c);
    const { sms_template: template } = await readBody(c, z.object({ sms_template: smsTemplate.optional() }));
    const { challenge, code } = challengeFactor(local, factor, template);
    return c.json(serializeChallenge(challenge, code), 201);
  });

  app.post('/auth/challenges/:id/verify', async (c) => {
    const { code } = await readBody(c, z.object({ code: z.string() }));
    const id = c.req.param('id');
    const challenge = orNotFound(findChallenge(db, id), 'Authentication challenge', id);
    const result = await verifyChallenge(db, challenge, code);
    if (result !== 'valid' && result !== 'invalid') throw PROBLEMS[result];
    const verified = orNotFound(findChallenge(db, id), 'Authentication challenge', id);
    return c.json({ challenge: serializeChallenge(verified), valid: result === 'valid' }, 201);
  });

  return app;
}

const smsTemplate = z.string().max(160).includes('{{code}}', { error: 'sms_template must contain {{code}}' });

const PROBLEMS: Record<Exclude<ChallengeResult, 'valid' | 'invalid'>, ApiError> = {
  used: unprocessable('The authentication challenge has already been verified.', {
    code: 'authentication_challenge_previously_verified',
  }),
  expired: unprocessable('The authentication challenge has expired.', {
    code: 'authentication_challenge_expired',
  }),
  too_many_attempts: badRequest(
    'one_time_code_too_many_attempts',
    'Too many attempts. Create a new challenge.',
  ),
};
