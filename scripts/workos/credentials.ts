import { confirm, input, password } from '@inquirer/prompts';
import { InputError } from './command.ts';
import { type Credentials, Environment } from './environment.ts';

interface Given {
  apiOrigin: string;
  apiKey: string | undefined;
  clientId: string | undefined;
  /** Ask nothing. */
  yes: boolean;
}

/**
 * Checks the key and the client ID with the API before anything is written. At a terminal, asks again until WorkOS
 * accepts both.
 * @throws InputError if there is no terminal, and WorkOSError.
 */
export async function settleCredentials({ apiOrigin, yes, ...given }: Given): Promise<Credentials> {
  let apiKey = await settle('api-key', yes, given.apiKey);
  let clientId = await settle('client-id', yes, given.clientId);
  for (;;) {
    const environment = new Environment({ apiOrigin, apiKey, clientId });
    if (!(await environment.acceptsKey())) {
      refuse('WorkOS rejected this API key. It may be revoked, or only partly copied.', yes);
      apiKey = await settle('api-key', yes);
    } else if (!(await environment.knowsClient())) {
      refuse("WorkOS doesn't know this client ID.", yes);
      clientId = await settle('client-id', yes);
    } else if (!(await environment.belongTogether())) {
      refuse(
        'The API key and the client ID are from different environments. Copy both from the same one.',
        yes,
      );
      apiKey = await settle('api-key', yes);
      clientId = await settle('client-id', yes);
    } else return { apiOrigin, apiKey, clientId };
  }
}

type Flag = 'api-key' | 'client-id';

/** Returns the given value if its format is right, and otherwise asks. */
async function settle(flag: Flag, yes: boolean, given?: string): Promise<string> {
  const wrong = given === undefined ? undefined : formProblem(flag, given);
  if (wrong) refuse(wrong, yes);
  const value = unwrap(given === undefined || wrong ? await ask(flag, yes) : given);
  if (flag === 'api-key') await confirmLiveKey(value, yes);
  return value;
}

/** Asks at a terminal. Without one, the flag is required. */
function ask(flag: Flag, yes: boolean): Promise<string> {
  if (!canAsk(yes)) throw new InputError(`Not at a terminal, so pass --${flag}.`);
  const validate = (text: string) => formProblem(flag, text) ?? true;
  return flag === 'api-key'
    ? password({ message: 'API key (sk_…):', mask: true, validate })
    : input({ message: 'Client ID (client_…):', validate });
}

function formProblem(flag: Flag, text: string): string | undefined {
  const value = unwrap(text);
  if (flag === 'api-key') {
    if (value.startsWith('client_')) return 'That is a client ID. The API key begins with sk_.';
    if (!/^sk_\S+$/.test(value)) return 'That is not an API key: those begin with sk_ and have no spaces.';
  } else {
    if (value.startsWith('sk_')) return 'That is an API key. The client ID begins with client_.';
    if (!/^client_\S+$/.test(value)) return 'That is not a client ID: those begin with client_.';
  }
  return undefined;
}

/** Cleans up a pasted value: spaces around it, or quotes. */
function unwrap(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
}

async function confirmLiveKey(apiKey: string, yes: boolean): Promise<void> {
  if (!apiKey.startsWith('sk_live_') || yes) return;
  const message = 'This key belongs to a production environment. Set it up?';
  if (!canAsk(yes)) throw new InputError(`${message} Say so with --yes.`);
  if (!(await confirm({ message, default: false }))) throw new InputError('Nothing was changed.');
}

/** Prints the problem before asking again. @throws InputError if there is nobody to ask. */
function refuse(message: string, yes: boolean): void {
  if (!canAsk(yes)) throw new InputError(message);
  console.log(message);
}

function canAsk(yes: boolean): boolean {
  return !yes && process.stdin.isTTY;
}
