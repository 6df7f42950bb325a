import { defineConfig } from '@playwright/test';

export default defineConfig({
  use: { baseURL: 'http://localhost:3000' },
  workers: 1,
  webServer: {
    command: 'npx local-workos --port 4100 --data :memory: --origin http://localhost:3000 -- node app.js',
    url: 'http://localhost:3000',
  },
});
