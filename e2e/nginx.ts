import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartedServer } from './servers.ts';

const PATHS = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'];

/** Finds nginx, or installs it where Debian's packages can be installed. @returns Its path, or undefined. */
export function findNginx(): string | undefined {
  const find = () => PATHS.find((path) => existsSync(path));
  if (!find() && process.env.CI && process.getuid?.() === 0) {
    try {
      execFileSync('apt-get', ['install', '-y', '-qq', 'nginx-light'], { stdio: 'ignore' });
    } catch {
      // Not Debian, or no network.
    }
  }
  return find();
}

/** Starts nginx in front of an app, with TLS and with the configuration that docs/going-live.md shows. */
export async function startNginx(nginx: string, port: number, appPort: number): Promise<StartedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const files = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') };
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...request, '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' });
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
    pid ${folder}/nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}/body;
      proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      server {
        listen 127.0.0.1:${port} ssl;
        listen [::1]:${port} ssl;
        ssl_certificate ${files.certificate};
        ssl_certificate_key ${files.key};
        ${documentedLocation().replace('127.0.0.1:3000', `localhost:${appPort}`)}
      }
    }`,
  );
  const program = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
  await listening(port, () => program.exitCode !== null);
  return {
    origin: `https://localhost:${port}`,
    stop: async () => {
      const exited = once(program, 'exit');
      program.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function documentedLocation(): string {
  const document = readFileSync(new URL('../docs/going-live.md', import.meta.url), 'utf8');
  const [, location] = /```nginx\n(.*?)```/s.exec(document) ?? [];
  if (!location) throw new Error('docs/going-live.md has no configuration for nginx.');
  return location;
}

async function listening(port: number, hasEnded: () => boolean): Promise<void> {
  while (!hasEnded()) {
    const socket = connect(port, '127.0.0.1');
    const connected = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx did not start.');
}
