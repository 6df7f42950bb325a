import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** The content of a file, with the position of each value. */
export interface ParsedText {
  value: unknown;
  errors: { position: string; message: string }[];
  /** Returns the line and column of a path, such as `12:5`. For a missing value, those of its parent. */
  positionOf(path: readonly (string | number)[]): string;
}

/** Parses YAML. JSON is also valid YAML. */
export function parseSeedText(text: string): ParsedText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const errors = document.errors.map(({ pos: [offset], message }) => ({
    position: position(offset),
    message: `${message}.`.replace(/\.\.$/, '.'),
  }));
  return {
    value: errors.length > 0 ? undefined : (document.toJS() ?? {}),
    errors,
    positionOf(path) {
      let node: unknown = document.contents;
      let offset = startOf(node) ?? 0;
      for (const part of path) {
        if (isAlias(node)) node = node.resolve(document);
        const entry = isMap(node)
          ? node.items.find(({ key }) => isScalar(key) && key.value === part)
          : undefined;
        const item = isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
        const found = startOf(entry?.key ?? item);
        if (found === undefined) break;
        offset = found;
        node = entry ? entry.value : item;
      }
      return position(offset);
    },
  };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
