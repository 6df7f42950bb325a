import { UsersManagementLoading } from '@workos-inc/widgets/users-management';
import { fetchWidgetData, type PageSearch } from '@/lib/widget-data';
import { mintWidgetToken } from '@/lib/widget-token';
import { within } from '@/lib/within';
import { FirstRows } from './first-rows';
import { membersIn } from './members';

/** How long the page's first paint waits for the rows, in milliseconds. After that, it shows the skeleton. */
const A_BLINK = 250;

/** What is shown until the widget is there: the rows, if WorkOS answers quickly. */
export async function UsersLoading({ search }: { search: PageSearch }) {
  const data = await within(A_BLINK, fetchUsers(search)).catch(() => undefined);
  const { members, roles } = membersIn((path) => data?.find(({ key }) => key[0] === path)?.data);
  return members ? <FirstRows members={members} roles={roles} /> : <UsersManagementLoading />;
}

/** Mints and asks once: the widget's part of the page awaits the same. */
async function fetchUsers(search: PageSearch) {
  const result = await mintWidgetToken('users-table');
  return result.ok ? (await fetchWidgetData('users-table', result.token, search)).entries : undefined;
}
