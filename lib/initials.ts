const GRAPHEMES = new Intl.Segmenter();

/** The first letters of a name's first two words. Never splits an emoji or a combined character. */
export function initials(name: string): string {
  const letters = name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => GRAPHEMES.segment(word).containing(0)?.segment ?? '');
  return letters.join('').toUpperCase();
}
