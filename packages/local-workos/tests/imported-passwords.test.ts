import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { findUser } from '../src/store/users.ts';
import { Browser, codeOf, startSignIn } from './browser.ts';
import { answer, newEmail, startHarness } from './harness.ts';
import { setSettings, signInWithPassword } from './security.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

interface Vector {
  type: string;
  hash: string;
  password: string;
  position?: string;
}

/** The sum of the hash of salt and password, as a `{SSHA256}` string. */
const SALT_FIRST = `{SSHA256}${Buffer.concat([
  createHash('sha256').update('pepperlemon-42').digest(),
  Buffer.from('pepper'),
]).toString('base64')}`;

/** Vectors of each algorithm's own documents, in the format that WorkOS documents. */
const VECTORS: Record<string, Vector> = {
  'bcrypt, of crypt_blowfish': {
    type: 'bcrypt',
    hash: '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    password: 'U*U',
  },
  'scrypt, of RFC 7914': {
    type: 'scrypt',
    hash: `$scrypt$v=1$n=16384,r=8,p=1,kl=64$${b64('SodiumChloride')}$${b64Hex(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    )}`,
    password: 'pleaseletmein',
  },
  'firebase-scrypt, of github.com/firebase/scrypt': {
    type: 'firebase-scrypt',
    hash: `$firebase-scrypt$m=14,r=8,sk=${unpadded('jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==')},ss=Bw$${unpadded('42xEC+ixf3L2lw==')}$${unpadded('lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==')}`,
    password: 'user1password',
  },
  // hashlib.pbkdf2_hmac('sha256', b'purple-otter', b'SodiumChloride', 600000) of Python.
  'pbkdf2 with SHA-256': {
    type: 'pbkdf2',
    hash: '$pbkdf2$i=600000,d=sha256$U29kaXVtQ2hsb3JpZGU$v9nAPlgexryVgWD27MVRZf5u2xdS9JYx7ddfA9jkV7s',
    password: 'purple-otter',
  },
  'pbkdf2 with SHA-512': {
    type: 'pbkdf2',
    hash: '$pbkdf2$i=210000,d=sha512$U29kaXVtQ2hsb3JpZGU$9voeUYzu7YMo4rYLXvABq/oDH4klBNYJMqRiJhoGUMKBfXgioG5tjNy30sv3fHQCNkzR0Zf/z8bVS51S4RZ1pw',
    password: 'purple-otter',
  },
  'argon2id, of the reference implementation': {
    type: 'argon2',
    hash: '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    password: 'password',
  },
  'ssha, of Dovecot': { type: 'ssha', hash: '{SSHA}JFZFs0oHzxbMwkSJmYVeI8MnTDy/276a', password: 'test123' },
  'ssha256, of Dovecot': {
    type: 'ssha256',
    hash: '{SSHA256}czO44OTV17PcF1cRxWrLZLy9xHd7CWyVYplr1rOhuMlx/7IK',
    password: 'test123',
  },
  'ssha256 with the salt first': {
    type: 'ssha256',
    hash: SALT_FIRST,
    password: 'lemon-42',
    position: 'prefix',
  },
};

function b64(text: string): string {
  return unpadded(Buffer.from(text).toString('base64'));
}

function b64Hex(hex: string): string {
  return unpadded(Buffer.from(hex, 'hex').toString('base64'));
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, '');
}

/** Some types are newer than the SDK. */
const create = async ({ type, hash, position }: Partial<Vector>, email = newEmail()) => {
  const response = await answer(
    await harness.post('/user_management/users', {
      email,
      email_verified: true,
      password_hash: hash,
      password_hash_type: type,
      password_salt_position: position,
    }),
  );
  return { ...response, email };
};

const storedHash = (id: string) => findUser(harness.server.local.db, id)?.password_hash ?? '';

for (const [name, vector] of Object.entries(VECTORS)) {
  test(`${name}: signs in with the password alone, which gets a hash of our own`, async () => {
    const { status, email } = await create(vector);
    assert.equal(status, 201);
    await assert.rejects(signInWithPassword(harness, email, `${vector.password}x`), {
      code: 'invalid_credentials',
    });
    await assert.rejects(signInWithPassword(harness, email, ''));
    const { user } = await signInWithPassword(harness, email, vector.password);
    assert.match(storedHash(user.id), /^\$2[ab]\$/);
    assert.equal((await signInWithPassword(harness, email, vector.password)).user.id, user.id);
    await assert.rejects(signInWithPassword(harness, email, `${vector.password}x`));
  });
}

test('an update imports a hash, too, and the hosted page verifies it', async () => {
  const { hash = '', password = '' } = VECTORS['scrypt, of RFC 7914'] ?? {};
  const { id, email } = await userManagement.createUser({ email: newEmail(), emailVerified: true });
  await userManagement.updateUser({ userId: id, passwordHash: hash, passwordHashType: 'scrypt' });
  assert.equal(storedHash(id), hash);
  const { page } = await startSignIn(harness, {});
  assert.match(page.text, /^Sign in/);
  const browser = new Browser(harness);
  const { page: start } = await startSignIn(harness, {}, browser);
  const asked = await browser.submit(start, '/sign-in', { email });
  const refused = await browser.submit(asked, '/sign-in/password', { password: 'pleaseletmeout' });
  assert.equal(refused.status, 422);
  assert.ok(codeOf(await browser.submit(refused, '/sign-in/password', { password })));
  assert.match(storedHash(id), /^\$2[ab]\$/);
});

test('the new hash is not a new password: mailed links and the history stay', async () => {
  setSettings(harness, { passwordPolicy: { rejectLast: 2 } });
  try {
    const { email } = await create(VECTORS['scrypt, of RFC 7914'] ?? {});
    const { passwordResetToken: token } = await userManagement.createPasswordReset({ email });
    await signInWithPassword(harness, email, 'pleaseletmein');
    await assert.rejects(userManagement.resetPassword({ token, newPassword: 'pleaseletmein' }));
    const { user } = await userManagement.resetPassword({ token, newPassword: 'another-correct-staple-42' });
    const { db } = harness.server.local;
    assert.equal(db.all('SELECT 1 FROM previous_passwords WHERE user_id = :id', { id: user.id }).length, 1);
  } finally {
    setSettings(harness);
  }
});

test('a password that is changed, or whose user is deleted, while it is verified signs nobody in', async () => {
  const { hash = '', password = '' } = VECTORS['scrypt, of RFC 7914'] ?? {};
  const { hash: otherHash = '' } = VECTORS['bcrypt, of crypt_blowfish'] ?? {};
  for (const change of [
    (userId: string) =>
      userManagement.updateUser({ userId, passwordHash: otherHash, passwordHashType: 'bcrypt' }),
    (userId: string) => userManagement.deleteUser(userId),
  ]) {
    const { body, email } = await create({ type: 'scrypt', hash });
    const signIn = signInWithPassword(harness, email, password);
    const changed = change((body as { id: string }).id);
    await assert.rejects(signIn, { code: 'invalid_credentials' });
    await changed;
  }
});

test('signs in everybody who gives an imported password at the same time', async () => {
  const { hash = '', password = '' } = VECTORS['scrypt, of RFC 7914'] ?? {};
  const { email } = await create({ type: 'scrypt', hash });
  const signIns = await Promise.all([1, 2, 3].map(() => signInWithPassword(harness, email, password)));
  assert.equal(new Set(signIns.map(({ user }) => user.id)).size, 1);
});

test('keeps an imported hash whose password is too long for one of our own', async () => {
  const password = 'a'.repeat(80);
  const digest = createHash('sha1').update(`${password}salt`).digest();
  const hash = `{SSHA}${Buffer.concat([digest, Buffer.from('salt')]).toString('base64')}`;
  const { email } = await create({ type: 'ssha', hash });
  const { user } = await signInWithPassword(harness, email, password);
  assert.equal(storedHash(user.id), hash);
  await assert.rejects(signInWithPassword(harness, email, `${password.slice(0, 79)}b`));
});

const SALTED = '$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG';

/** Hashes that are malformed, of another type, or outside the documented limits. */
const REFUSED: [type: string, hash: string, position?: string][] = [
  ['bcrypt', 'password'],
  ['bcrypt', '$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt', '$2a$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe'],
  ['bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe!'],
  ['scrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['scrypt', `$scrypt$v=1$n=16384,r=8,p=1,kl=64${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16383,r=8,p=1,kl=24${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16777216,r=64,p=1,kl=24${SALTED}`],
  ['scrypt', `$scrypt$v=2$n=16384,r=8,p=1,kl=24${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16384,r=8,p=0,kl=24${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16384,n=16384,r=8,p=1,kl=24${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16384,r=8,p=1,kl=24,x=1${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16384,r=8,p=1${SALTED}`],
  ['scrypt', `$scrypt$v=1$n=16384,r=8,p=1,kl=24${SALTED}=`],
  ['firebase-scrypt', `$firebase-scrypt$m=14,r=8,ss=Bw${SALTED}`],
  ['firebase-scrypt', `$firebase-scrypt$m=14,r=8,sk=AAAA,ss=Bw${SALTED}`],
  ['firebase-scrypt', `$firebase-scrypt$m=99,r=8,sk=${'A'.repeat(32)},ss=Bw${SALTED}`],
  ['firebase-scrypt', `$firebase-scrypt$m=14,r=8,sk=${'A'.repeat(32)},ss=Bw==${SALTED}`],
  ['pbkdf2', `$pbkdf2$i=599999,d=sha256${SALTED}`],
  ['pbkdf2', `$pbkdf2$i=1000001,d=sha256${SALTED}`],
  ['pbkdf2', `$pbkdf2$i=209999,d=sha512${SALTED}`],
  ['pbkdf2', `$pbkdf2$i=600000,d=md5${SALTED}`],
  ['pbkdf2', `$pbkdf2$i=600000,d=constructor${SALTED}`],
  ['pbkdf2', `$pbkdf2$i=600000${SALTED}`],
  ['argon2', `$argon2id$v=16$m=65536,t=3,p=4${SALTED}`],
  ['argon2', `$argon2id$m=65536,t=3,p=4${SALTED}`],
  ['argon2', `$argon2id$v=19$m=4095,t=3,p=4${SALTED}`],
  ['argon2', `$argon2id$v=19$m=262145,t=3,p=4${SALTED}`],
  ['argon2', `$argon2id$v=19$m=65536,t=6,p=4${SALTED}`],
  ['argon2', `$argon2i$v=19$m=65536,t=2,p=4${SALTED}`],
  ['argon2', `$argon2id$v=19$m=65536,t=3,p=9${SALTED}`],
  ['argon2', `$argon2x$v=19$m=65536,t=3,p=4${SALTED}`],
  ['argon2', '$argon2id$v=19$m=65536,t=3,p=4$c29t$RdescudvJCsgt3ub+b+dWRWJTmaaJObG'],
  ['ssha', 'JFZFs0oHzxbMwkSJmYVeI8MnTDy/276a'],
  ['ssha', '{SSHA}JFZFs0oHzxbMwkSJmYVeI8MnTDw='],
  ['ssha', '{SSHA}not base64!'],
  ['ssha', '{SSHA}JFZFs0oHzxbMwkSJmYVeI8MnTDy/276a', 'suffix'],
  ['ssha256', '{SSHA}JFZFs0oHzxbMwkSJmYVeI8MnTDy/276a'],
  ['ssha256', `{SSHA256-PREFIX}${SALT_FIRST.slice('{SSHA256}'.length)}`],
  ['ssha256', `{SSHA256-PREFIX}${SALT_FIRST.slice('{SSHA256}'.length)}`, 'prefix'],
];

for (const [type, hash, position] of REFUSED) {
  test(`refuses the ${type} hash ${hash}${position ? `, ${position}` : ''}`, async () => {
    const { status, body, email } = await create({ type, hash, ...(position ? { position } : {}) });
    assert.equal(status, 400);
    assert.equal((body as { code: string }).code, 'invalid_password_hash');
    assert.deepEqual((await userManagement.listUsers({ email })).data, []);
  });
}

test('accepts the examples of the documentation', async () => {
  for (const [type, hash] of [
    [
      'scrypt',
      '$scrypt$v=1$n=16384,r=8,p=1,kl=64$Swhqd4iUYTtWfbCYIPeuMw$q7pfdBQMJujd5FX/qX+ozM2O6aNqP+mo1ZnHGH15XM2vlhroQfPA037UpbdfpH4H66OrSPjsUhfkAMuNoBiQvw',
    ],
    [
      'pbkdf2',
      '$pbkdf2$i=600000,d=sha256$T2ptRFh6MXhDQVh2SWZuUGdpQXBUTg$xXiyTisD7390NijyCv5ICMhFW4eDuMlzypRoLGLyIvA',
    ],
    ['argon2', '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG'],
    ['bcrypt', '$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
  ] as const) {
    assert.equal((await create({ type, hash })).status, 201, type);
  }
});

test('a hash and its type go together, and neither with a password', async () => {
  const { hash } = VECTORS['ssha256, of Dovecot'] ?? {};
  const codeFor = async (fields: Record<string, unknown>) => {
    const { status, body } = await answer(
      await fetch(`${harness.origin}/user_management/users`, {
        method: 'POST',
        headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: newEmail(), ...fields }),
      }),
    );
    return `${status} ${(body as { code: string }).code}`;
  };
  const password = 'another-correct-staple-42';
  assert.equal(await codeFor({ password_hash: hash }), '400 invalid_password_hash');
  assert.equal(await codeFor({ password_hash_type: 'ssha256' }), '400 invalid_password_hash');
  assert.equal(await codeFor({ password, password_hash: hash }), '400 password_and_password_hash_provided');
  assert.equal(
    await codeFor({ password, password_hash_type: 'ssha256' }),
    '400 password_and_password_hash_type_provided',
  );
  const position = '400 password_salt_position_requires_password_hash';
  assert.equal(await codeFor({ password_salt_position: 'prefix' }), position);
  assert.equal(await codeFor({ password, password_salt_position: 'prefix' }), position);
  for (const wrong of [
    { password_hash: hash, password_hash_type: 'md5' },
    { password_hash: hash, password_hash_type: 'ssha256', password_salt_position: 'middle' },
    { password_hash: 7, password_hash_type: 'ssha256' },
  ]) {
    assert.equal(await codeFor(wrong), '422 invalid_request_parameters');
  }
});
