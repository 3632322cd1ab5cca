import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { TlsPair } from '../system/tlsPair.js';

const day = 86_400_000;

/**
 * A certificate that vouches for itself (RFC 5280), with its key: what Node.js has no call for.
 * @param names host names and IPv4 addresses that it is good for
 * @param validTo default: in a day
 */
export function makeCertificate(names: readonly string[], validTo = new Date(Date.now() + day)): TlsPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signedBy = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const subject = sequence(element(0x31, sequence(oid(0x55, 0x04, 0x03), text(names[0] ?? ''))));
  const validity = sequence(time(new Date(validTo.getTime() - 10 * day)), time(validTo));
  const alternatives = sequence(
    ...names.map((name) =>
      isIPv4(name)
        ? element(0x87, Buffer.from(name.split('.').map(Number)))
        : element(0x82, Buffer.from(name)),
    ),
  );
  const extensions = sequence(
    sequence(oid(0x55, 0x1d, 0x11), element(0x04, alternatives)),
    // It may sign itself: clients take it for the authority that they are told to trust.
    sequence(oid(0x55, 0x1d, 0x13), element(0x04, sequence(element(0x01, Buffer.from([0xff]))))),
  );
  const content = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    signedBy,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, extensions),
  );
  const signature = element(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]));
  const der = sequence(content, signedBy, signature).toString('base64');
  const lines = der.replace(/.{1,64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One element of DER (ITU-T X.690): tag, length, content. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  const head = length < 128 ? [tag, length] : [tag, 0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts));
const oid = (...bytes: readonly number[]): Buffer => element(0x06, Buffer.from(bytes));
const text = (words: string): Buffer => element(0x0c, Buffer.from(words));
/** GeneralizedTime. */
const time = (at: Date): Buffer =>
  element(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
