import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

interface Ceremony {
  challenge: string;
  origin: string;
}

/** Ways in which a test can make the authenticator misbehave. */
interface Faults {
  rpId?: string;
  userVerified?: boolean;
  /** The value of the signature counter. By default, it increases by one. */
  counter?: number;
  /** Signs with another key. */
  forged?: boolean;
}

/** A device with one passkey. Creates and uses it like a browser, with real signatures (ES256). */
export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(16);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #counter = 0;

  get id(): string {
    return this.credentialId.toString('base64url');
  }

  /** What `navigator.credentials.create()` returns, as JSON. */
  register({ challenge, origin }: Ceremony, faults: Faults = {}) {
    const credential = Buffer.concat([
      Buffer.alloc(16),
      uint16(this.credentialId.length),
      this.credentialId,
      coseKey(this.#keys.publicKey),
    ]);
    const authData = Buffer.concat([this.#authenticatorData(faults, ATTESTED), credential]);
    const attestation = Buffer.concat([
      Buffer.from('a3', 'hex'),
      Buffer.from('63666d74646e6f6e65', 'hex'), // "fmt": "none"
      Buffer.from('6761747453746d74a0', 'hex'), // "attStmt": {}
      Buffer.from('686175746844617461', 'hex'), // "authData": …
      Buffer.from([0x59]),
      uint16(authData.length),
      authData,
    ]);
    return this.#response({
      clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get()` returns, as JSON. */
  authenticate({ challenge, origin }: Ceremony, faults: Faults = {}) {
    this.#counter = faults.counter ?? this.#counter + 1;
    const authData = this.#authenticatorData(faults, 0);
    const client = clientData('webauthn.get', challenge, origin);
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
    const key = faults.forged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : this.#keys;
    return this.#response({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, key.privateKey).toString('base64url'),
    });
  }

  #response<Response>(response: Response) {
    return { id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} };
  }

  #authenticatorData({ rpId = 'localhost', userVerified = true }: Faults, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const present = USER_PRESENT | (userVerified ? USER_VERIFIED : 0) | flags;
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([present]), counter]);
  }
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

/** The public key in COSE: an EC2 key on P-256 for ES256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
