import type { PortalIntent } from '../src/admin-portal/links.ts';
import { Browser, type Page } from './browser.ts';
import type { Harness } from './harness.ts';

/** Opens the Admin Portal with a link of `POST /portal/generate_link`. */
export async function openPortal(
  harness: Harness,
  organization: string,
  intent: PortalIntent,
): Promise<{ browser: Browser; page: Page }> {
  const browser = new Browser(harness);
  const response = await harness.post('/portal/generate_link', { organization, intent });
  const { link } = (await response.json()) as { link: string };
  return { browser, page: await browser.open(link) };
}
