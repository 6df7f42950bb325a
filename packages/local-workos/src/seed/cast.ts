/** Whom and what the seed made, for those who add to it: ids. */
export interface Cast {
  organizations: { acme: string; globex: string; initech: string };
  people: { marcelina: string; kofi: string; mika: string; lena: string; noor: string };
}
