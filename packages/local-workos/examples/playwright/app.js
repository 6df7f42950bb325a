import { createServer } from 'node:http';
import { WorkOS } from '@workos-inc/node';

// The smallest app that signs people in. `local-workos -- node app.js` sets the variables.
const { WORKOS_API_KEY, WORKOS_CLIENT_ID: clientId, WORKOS_API_HOSTNAME, WORKOS_API_PORT } = process.env;
const { userManagement } = new WorkOS(WORKOS_API_KEY, {
  clientId,
  apiHostname: WORKOS_API_HOSTNAME,
  port: Number(WORKOS_API_PORT),
  https: false,
});
const redirectUri = 'http://localhost:3000/callback';

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', redirectUri);
  if (pathname === '/login') {
    const location = userManagement.getAuthorizationUrl({ provider: 'authkit', clientId, redirectUri });
    response.writeHead(302, { location }).end();
  } else if (pathname === '/callback') {
    const code = searchParams.get('code') ?? '';
    const { user } = await userManagement.authenticateWithCode({ code, clientId });
    response.setHeader('Content-Type', 'text/html').end(`<p>Hello, ${user.firstName}</p>`);
  } else {
    response.setHeader('Content-Type', 'text/html').end('<a href="/login">Sign in</a>');
  }
}).listen(3000, 'localhost');
