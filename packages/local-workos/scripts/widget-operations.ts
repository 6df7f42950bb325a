import { readFileSync } from 'node:fs';

const WIDGETS = new URL('../node_modules/@workos-inc/widgets/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, WIDGETS), 'utf8');
const source = read('dist/esm/experimental/api/fetch.js');
const types = read('dist/esm/experimental/api/fetch.d.ts');

export const WIDGETS_VERSION: string = JSON.parse(read('package.json')).version;

/** An operation that the widgets call. WorkOS publishes their client, but no complete OpenAPI. */
export interface WidgetOperation {
  /** The name of its function in the widgets' generated client. */
  name: string;
  method: string;
  /** The path, with parameters in braces. */
  path: string;
  takesBody: boolean;
  /** The documented statuses. */
  documented: number[];
}

/** Every operation of the installed widgets. */
export const widgetOperations: readonly WidgetOperation[] = [
  ...source.matchAll(
    /const (\w+) = async \(([^)]*)\) => \{[^`]*?fetch\(\s*(get\w+Url)\([^;]*?method: "(\w+)"/g,
  ),
].map(([, name = '', parameters = '', urlFunction = '', method = '']) => ({
  name,
  method,
  path: pathOf(urlFunction),
  takesBody: /Body|Request/.test(parameters),
  documented: [...types.matchAll(new RegExp(`type ${name}Response(\\d+) =`, 'g'))].map(([, status]) =>
    Number(status),
  ),
}));

/** The number of operations, counted independently by their URLs. */
export const widgetUrlCount = [...source.matchAll(/^const get\w+Url = \(/gm)].length;

function pathOf(urlFunction: string): string {
  const body = source.slice(source.indexOf(`const ${urlFunction} =`));
  const path = /https:\/\/api\.workos\.com([^`?]*)/.exec(body)?.[1] ?? '';
  return path.replaceAll('${', '{');
}
