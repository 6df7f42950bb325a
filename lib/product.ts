/** Your product's name and description, for the header, titles, and link previews. */
export const PRODUCT = {
  name: 'Widgets starter',
  description: 'User management, organization settings and account pages, built on WorkOS Widgets.',
};
