/** What the product is called and what it is for: in the header, in titles and in link previews. Put yours here. */
export const PRODUCT = {
  name: 'Widgets starter',
  description: 'User management, organization settings and account pages, built on WorkOS Widgets.',
};
