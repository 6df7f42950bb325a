import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PLACEHOLDER = 'https://github.com/OWNER/REPOSITORY';

/**
 * Replaces the placeholder address in the README, in the deploy button and the command that starts a product, with the
 * address of the Git remote `origin`.
 * @returns The address, or undefined if there is nothing to replace or no address.
 */
export function addressReadme(file = 'README.md'): string | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const address = webAddress(remote());
  if (!address || !(text.includes(PLACEHOLDER) || text.includes(encodeURIComponent(PLACEHOLDER))))
    return undefined;
  writeFileSync(
    file,
    text
      .replaceAll(encodeURIComponent(PLACEHOLDER), encodeURIComponent(address))
      .replaceAll(PLACEHOLDER, address),
  );
  return address;
}

/** A remote's web address: `git@github.com:a/b.git` becomes `https://github.com/a/b`. */
export function webAddress(url: string): string | undefined {
  const [, host, path] = /^(?:ssh:\/\/)?git@([\w.-]+)[:/](.+?)(?:\.git)?\/?$/.exec(url.trim()) ?? [];
  if (host && path) return `https://${host}/${path}`;
  if (!URL.canParse(url.trim()) || !/^https?:/.test(url)) return undefined;
  // A remote may carry a token, which must not end up in a README.
  const { host: name, pathname } = new URL(url.trim());
  return `https://${name}${pathname.replace(/\.git\/?$|\/$/, '')}`;
}

function remote(): string {
  try {
    return execFileSync('git', ['remote', 'get-url', 'origin'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
