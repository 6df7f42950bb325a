import { readFileSync, writeFileSync } from 'node:fs';
import { readOpenApi } from './openapi.ts';
import { servedOperations } from './served-operations.ts';
import { parseSupported, renderSupported } from './supported-document.ts';
import { WIDGETS_VERSION, widgetOperations } from './widget-operations.ts';

/**
 * `pnpm supported`: writes SUPPORTED.md. An older OpenAPI than the one SUPPORTED.md was generated from does not
 * replace its operations. Use `OPENAPI_SPEC=<file> pnpm supported` for a newer one.
 */
const FILE = new URL('../SUPPORTED.md', import.meta.url);

const recorded = parseSupported(readFileSync(FILE, 'utf8'));
const openApi = readOpenApi();
const isNewer = openApi.version.localeCompare(recorded.openApiVersion, 'en', { numeric: true }) >= 0;

const text = renderSupported(
  {
    openApiVersion: isNewer ? openApi.version : recorded.openApiVersion,
    api: isNewer ? openApi.operations : recorded.api,
    widgetsVersion: WIDGETS_VERSION,
    widgets: widgetOperations.map(({ name, method, path }) => ({
      group: path.split('/')[2] ?? '',
      method,
      path,
      summary: `\`${name}\``,
    })),
  },
  await servedOperations(),
);
writeFileSync(FILE, text);
console.log(/\*\*.*\*\*/.exec(text)?.[0].replaceAll('**', ''));
