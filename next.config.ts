import type { NextConfig } from 'next';

const config: NextConfig = {
  // The tests build beside a running `pnpm dev`, which does not bear changes in its own folder.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // `pnpm build:standalone`: a folder that plain Node runs.
  ...(process.env.NEXT_OUTPUT === 'standalone' ? { output: 'standalone' } : {}),
  poweredByHeader: false,
  typedRoutes: true,
  // "How this page works" shows the source of the pages.
  outputFileTracingIncludes: { '/*': ['./app/(dashboard)/**/*.tsx'] },
  // The callback's address carries a code: it does not belong in a log.
  logging: { incomingRequests: { ignore: [/^\/callback/] } },
};

export default config;
