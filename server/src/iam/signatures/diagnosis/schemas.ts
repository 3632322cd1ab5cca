import { Type } from 'typebox';
import { nullable, oneOf, TextOrNull } from '../../../http/schemas/values.js';

export const DiagnosisBody = Type.Object({
  request: Type.String({
    minLength: 1,
    maxLength: 65_536,
    description:
      'The request as text: `DELETE https://host/path?query`, its header lines with Authorization, an empty line, the body.',
  }),
  canonical_request: Type.Optional(
    Type.String({
      maxLength: 65_536,
      description: 'The canonical request that the client made, if it is known.',
    }),
  ),
});

export const DiagnosisAnswer = Type.Object({
  verdict: oneOf(['right', 'differs', 'unknown']),
  meaning: Type.String(),
  access_key: Type.String({ description: 'The access key.' }),
  canonical_request: Type.String({ description: 'What the service makes of the request.' }),
  string_to_sign: Type.String(),
  signed_canonical_request: nullable(
    Type.String({ description: 'What the signature was made of, once it is known.' }),
  ),
  differences: Type.Array(
    Type.Object({
      part: oneOf(['method', 'path', 'query', 'header', 'signed_headers', 'payload_hash']),
      line: nullable(Type.Integer({ description: 'In canonical_request, from 1.' })),
      expected: TextOrNull,
      signed: TextOrNull,
    }),
  ),
  oddities: Type.Array(Type.Object({ name: Type.String(), meaning: Type.String() })),
});

const headerName = "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$";

export const CallToSign = Type.Object({
  access_key: Type.String({
    pattern: '^[A-Za-z0-9]{1,64}$',
    description: 'A permanent access key of the caller.',
  }),
  method: oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']),
  url: Type.String({ maxLength: 8_192, pattern: '^https?://[^\\s/?#@]+(?:[/?][^\\s#]*)?$' }),
  headers: Type.Optional(
    Type.Record(Type.String({ pattern: headerName }), Type.String({ maxLength: 8_192 }), {
      maxProperties: 50,
      additionalProperties: false,
      description: 'All of them are signed.',
    }),
  ),
  body: Type.Optional(Type.String({ maxLength: 65_536 })),
});

export const SignedCall = Type.Object({
  canonical_request: Type.String(),
  string_to_sign: Type.String(),
  headers: Type.Record(Type.String(), Type.String(), {
    description: 'To be sent with the call, within 15 minutes.',
  }),
});
