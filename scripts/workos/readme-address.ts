import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PLACEHOLDER = 'https://github.com/OWNER/REPOSITORY';

/**
 * Puts the repository's own address, from the Git remote `origin`, in place of the placeholder in the README: in the
 * deploy button and in the command that starts a product from it.
 * @returns The address, or undefined when there is nothing to replace or no address.
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

/** Where a browser finds a remote: `git@github.com:a/b.git` is `https://github.com/a/b`. */
export function webAddress(url: string): string | undefined {
  const [, host, path] = /^(?:ssh:\/\/)?git@([\w.-]+)[:/](.+?)(?:\.git)?\/?$/.exec(url.trim()) ?? [];
  if (host && path) return `https://${host}/${path}`;
  if (!URL.canParse(url.trim()) || !/^https?:/.test(url)) return undefined;
  // A remote may carry a token, which does not belong in a README.
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
