import { readFileSync } from 'node:fs';
import { expectAccessible, expectAccessibleInBothThemes } from './accessibility.ts';
import { expect, expectNoSidewaysScroll, test } from './test.ts';

test('the Admin Portal shows, filters, and exports the events of an organization', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { auditLogs, adminPortal } = localWorkOS.sdk;
  for (const action of ['document.created', 'document.deleted']) {
    await auditLogs.createEvent(organization.id, {
      action,
      occurredAt: new Date(),
      actor: { id: organization.admin.id, type: 'user', name: organization.admin.name },
      targets: [{ id: 'document_1', type: 'document', name: 'Plan' }],
      context: { location: '192.0.2.8', userAgent: 'Firefox' },
    });
  }
  const { link } = await adminPortal.generateLink({ organization: organization.id, intent: 'audit_logs' });
  await page.goto(link);
  const rows = page.getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('document.deleted');
  await expect(rows.nth(1)).toContainText(`${organization.admin.name} (user)`);
  await expectNoSidewaysScroll(page);
  await expectAccessibleInBothThemes(page);

  await page.getByLabel('Action').selectOption('document.created');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(rows).toHaveCount(2);
  await expect(page.getByLabel('Action')).toHaveValue('document.created');
  await page.getByText('JSON').click();
  await expect(page.getByText('"id": "document_1"')).toBeVisible();
  await expectAccessible(page);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  const file = readFileSync(await (await downloading).path(), 'utf8');
  expect(file.trimEnd().split('\r\n')).toHaveLength(2);
  expect(file).toContain('document.created');
});
