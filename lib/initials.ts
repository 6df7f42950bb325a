const GRAPHEMES = new Intl.Segmenter();

/** The first letters of the first two words of a name, whole where a letter is made of several characters. */
export function initials(name: string): string {
  const letters = name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => GRAPHEMES.segment(word).containing(0)?.segment ?? '');
  return letters.join('').toUpperCase();
}
