import { fullName, type User } from '../store/users.ts';
import { pictureUrl } from './pictures.ts';

/** @param origin Origin of Local WorkOS, which serves the picture. */
export function serializeUser(origin: string, user: User) {
  return {
    object: 'user' as const,
    id: user.id,
    email: user.email,
    email_verified: user.email_verified === 1,
    first_name: user.first_name,
    last_name: user.last_name,
    name: fullName(user),
    profile_picture_url: pictureUrl(origin, user.profile_picture_url),
    last_sign_in_at: user.last_sign_in_at,
    locale: user.locale,
    external_id: user.external_id,
    metadata: JSON.parse(user.metadata),
    created_at: user.created_at,
    updated_at: user.updated_at,
  };
}
