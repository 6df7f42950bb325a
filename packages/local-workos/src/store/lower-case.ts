/** Accented letters may be written as one character or two, and the Turkish capital İ as an i. */
export function lowerCase(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('i\u0307', 'i');
}
