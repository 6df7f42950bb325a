import { UsersTable } from '../app/(dashboard)/users/users-table.tsx';
import { mintWidgetToken } from './widget-token.ts';

/** Held by the type check alone: a page that hands the token of one widget to another does not compile. */
export async function tokensAreNotInterchangeable() {
  const users = await mintWidgetToken('users-table');
  const keys = await mintWidgetToken('api-keys');
  if (!users.ok || !keys.ok) return;
  UsersTable({ token: users.token });
  // @ts-expect-error The token of the API keys is not for the users table.
  UsersTable({ token: keys.token });
  // @ts-expect-error Nor is any text.
  UsersTable({ token: 'eyJhbGciOi' });
}
