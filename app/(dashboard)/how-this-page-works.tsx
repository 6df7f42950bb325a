import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Code, Flex, Heading, Text } from '@radix-ui/themes';
import { decodeJwt } from 'jose';
import { Fragment, Suspense } from 'react';
import { highlight } from 'sugar-high';
import { mintWidgetToken } from '@/lib/widget-token';
import { type Widget, widgetEntry } from '@/lib/widgets';
import styles from './how-this-page-works.module.css';
import { TimeLeft } from './time-left';

const PAGES = join(process.cwd(), 'app', '(dashboard)');

/** Tokens that the highlighter wraps although they keep the text color. They are more than half of its output. */
const PLAIN = /<span class="sh__token--(?:space|sign|identifier|property)"[^>]*>(.*?)<\/span>/gs;

/**
 * For readers of this starter, in development only: shows what the page's token allows, and the page's source. To
 * remove it, delete this file, its style sheet, `time-left.tsx`, and `Explanation` in `widget-page.tsx`.
 */
export function HowThisPageWorks({ widget }: { widget: Widget }) {
  return (
    <details className={styles.panel}>
      <summary className={styles.summary}>How this page works</summary>
      <Flex direction="column" gap="4" mt="4">
        <Suspense>
          <TokenExplained widget={widget} />
        </Suspense>
        <Suspense>
          <Sources widget={widget} />
        </Suspense>
      </Flex>
    </details>
  );
}

async function TokenExplained({ widget }: { widget: Widget }) {
  const { scopes, usesAccessToken } = widgetEntry(widget);
  const result = await mintWidgetToken(widget);
  // Shows the claims, never the token: anyone who has the token can use it.
  const claims = result.ok ? decodeJwt(result.token) : undefined;
  return (
    <>
      <Text as="p">
        {usesAccessToken
          ? 'The server hands the AuthKit access token to the widget, which looks there for '
          : `The server asks WorkOS for a token ${scopes.length > 0 ? 'with the scope ' : 'without scopes'}`}
        {scopes.map((scope, index) => (
          <Fragment key={scope}>
            {index > 0 && ' or '}
            <Code>{scope}</Code>
          </Fragment>
        ))}
        .{' '}
        {claims?.exp ? (
          <>
            It has <TimeLeft until={claims.exp * 1000} />; the widget fetches the next one by itself.
          </>
        ) : (
          'It was refused; the page says why.'
        )}
      </Text>
      {claims && (
        <>
          <Heading as="h2" size="2">
            Claims of the token
          </Heading>
          <pre className={styles.code}>{JSON.stringify(claims, null, 2)}</pre>
        </>
      )}
    </>
  );
}

async function Sources({ widget }: { widget: Widget }) {
  const { page } = widgetEntry(widget);
  if (!page) return null;
  const files = (await readdir(join(PAGES, page.folder))).toSorted((a, b) => rank(a) - rank(b));
  const sources = await Promise.all(files.map((file) => readFile(join(PAGES, page.folder, file), 'utf8')));
  return files.map((file, index) => (
    <Flex key={file} direction="column" gap="2">
      <Heading as="h2" size="2">
        app/(dashboard)/{page.folder}/{file}
      </Heading>
      <pre className={styles.code}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own source, escaped by the highlighter. */}
        <code dangerouslySetInnerHTML={{ __html: highlight(sources[index] ?? '').replace(PLAIN, '$1') }} />
      </pre>
    </Flex>
  ));
}

/** Sorts the page before what it renders. */
function rank(file: string): number {
  return file === 'page.tsx' ? 0 : 1;
}
