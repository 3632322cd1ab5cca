import type { Envelope } from '@deskplane/verify/envelope.js';
import { Type } from 'typebox';

const Hash = Type.String({ description: 'SHA-256 in hexadecimal digits.' });

export const EnvelopeBody = Type.Unsafe<Envelope>(
  Type.Object(
    {
      payload: Type.String({ description: 'Base64.' }),
      payloadType: Type.String(),
      signatures: Type.Array(Type.Object({ keyid: Type.String(), sig: Type.String() })),
    },
    { description: 'A signed payload (DSSE, Ed25519).' },
  ),
);

export const HashPath = Type.Array(Hash);

export const PublicJwkBody = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: Type.String(),
  kid: Type.String({ description: 'The JWK thumbprint (RFC 7638).' }),
  alg: Type.Literal('EdDSA'),
  use: Type.Literal('sig'),
});

const InclusionFields = { index: Type.Integer(), path: HashPath };

/** An entry of the log that is signed by itself, and its place. */
export const SignedEntryBody = Type.Object({ envelope: EnvelopeBody, ...InclusionFields });
/** Another entry of the log, and its place. */
export const PlainEntryBody = Type.Object({
  payload: Type.String({ description: 'Base64.' }),
  ...InclusionFields,
});
