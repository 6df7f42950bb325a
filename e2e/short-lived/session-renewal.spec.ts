import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// The session is renewed every five seconds. Widget tokens live an hour.
test.use({ ownServers: OWN_SERVERS.shortSessions });

test('tabs that renew the session at the same time stay signed in', async ({
  page,
  context,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  const tabs = [page];
  while (tabs.length < 6) tabs.push(await context.newPage());
  for (const _ of [1, 2]) {
    await Promise.all(tabs.map((tab) => tab.goto('/users')));
    for (const tab of tabs) await expect(memberRow(tab, admin)).toBeVisible();
  }
});
