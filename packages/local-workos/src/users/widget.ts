import type {
  Me,
  SendEmailChangeResponse,
  VerifyEmailChangeResponse,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { z } from 'zod';
import { callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { grantElevatedAccess, requireElevatedAccess } from '../http/elevated-access.ts';
import { LOCALES } from '../http/locales.ts';
import { typedName } from '../http/person-name.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import type { Database } from '../store/database.ts';
import { listOAuthProfiles } from '../store/oauth-profiles.ts';
import { type User, updateUser } from '../store/users.ts';
import { confirmEmailChange, sendEmailChange } from './email-change.ts';
import { pictureUrl } from './pictures.ts';

const PATH = '/_widgets/UserProfile';

/** Omitted fields stay unchanged. */
const profileBody = z.object({
  firstName: typedName('First name').optional(),
  lastName: typedName('Last name').optional(),
  locale: z.enum(LOCALES, 'This locale is not supported.').optional(),
});

const sendEmailChangeBody = z.object({ newEmail: z.string('Enter the new email address.') });

const verifyEmailChangeBody = z.object({ code: z.string('Enter the code.') });

/** The API of <UserProfile>: the person and the change of email address. It requires no permission. */
export function userProfileRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(`${PATH}/me`, (c) => c.json<Me>(serializeMe(local, callerUser(c))));

  app.post(`${PATH}/me`, async (c) => {
    const user = callerUser(c);
    const { firstName, lastName, locale } = await readWidgetBody(c, profileBody);
    const updated = updateUser(db, user.id, { first_name: firstName, last_name: lastName, locale });
    return c.json<Me>(serializeMe(local, updated));
  });

  app.post(`${PATH}/send-email-change`, requireElevatedAccess(local), async (c) => {
    const { newEmail } = await readWidgetBody(c, sendEmailChangeBody);
    const { expiresAt } = sendEmailChange(local, callerUser(c), newEmail);
    return c.json<SendEmailChangeResponse>({ expiresAt });
  });

  // Requires no elevated access, because the code proves the same. The response grants it.
  app.post(`${PATH}/verify-email-change`, async (c) => {
    const user = callerUser(c);
    const { code } = await readWidgetBody(c, verifyEmailChangeBody);
    const changed = confirmEmailChange(local, user, code);
    return c.json<VerifyEmailChangeResponse>({
      user: serializeMe(local, changed),
      ...grantElevatedAccess(db, changed.id),
    });
  });

  return app;
}

function serializeMe({ db, origin }: LocalWorkOS, user: User): Me {
  return {
    id: user.id,
    email: user.email,
    firstName: user.first_name,
    lastName: user.last_name,
    locale: user.locale,
    profilePictureUrl: pictureUrl(origin, user.profile_picture_url),
    oauthProfiles: serializeOAuthProfiles(db, user),
  };
}

/** The providers that the widgets know. */
const WIDGET_PROVIDERS: ReadonlySet<string> = new Set([
  'AppleOAuth',
  'GithubOAuth',
  'GoogleOAuth',
  'MicrosoftOAuth',
]);

function serializeOAuthProfiles(db: Database, user: User): Me['oauthProfiles'] {
  const profiles = listOAuthProfiles(db, user.id).filter(({ provider }) => WIDGET_PROVIDERS.has(provider));
  if (profiles.length === 0) return null;
  return Object.fromEntries(
    profiles.map((profile) => [
      profile.provider,
      {
        id: profile.idp_id,
        email: profile.email,
        firstName: profile.first_name,
        lastName: profile.last_name,
        profilePictureUrl: profile.profile_picture_url,
        lastLoginAt: profile.last_login_at,
      },
    ]),
  );
}
