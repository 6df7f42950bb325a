import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // "How this page works" shows the source of the pages.
  outputFileTracingIncludes: { '/*': ['./app/(dashboard)/**/*.tsx'] },
  // The callback's address carries a code: it does not belong in a log.
  logging: { incomingRequests: { ignore: [/^\/callback/] } },
};

export default config;
