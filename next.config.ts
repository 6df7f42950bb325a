import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // The callback's address carries a code: it does not belong in a log.
  logging: { incomingRequests: { ignore: [/^\/callback/] } },
};

export default config;
