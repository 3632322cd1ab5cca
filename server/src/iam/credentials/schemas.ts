import { Type } from 'typebox';
import { AnyId } from '../../http/schemas/ids.js';
import { oneLineText } from '../../http/schemas/text.js';
import { oneOf } from '../../http/schemas/values.js';

const Description = oneLineText(255);
const Status = oneOf(['active', 'inactive']);

export const CredentialPath = { access_key: AnyId };

export const CredentialQuery = Type.Object({
  user_id: Type.Optional(
    oneLineText(255, { minLength: 1, description: 'Whose keys. Default: those of the caller.' }),
  ),
});

export const CredentialBody = Type.Object({
  access: Type.String({ description: 'The access key.' }),
  user_id: Type.String(),
  status: Status,
  create_time: Type.String(),
  description: Type.String(),
});

export const NewCredential = Type.Object({
  credential: Type.Object({
    user_id: Type.Optional(AnyId),
    description: Type.Optional(Description),
  }),
});

/** The only answer that ever holds the secret. */
export const CreatedCredential = Type.Object({
  credential: Type.Object({
    ...CredentialBody.properties,
    secret: Type.String({ description: 'The secret access key. Shown this once.' }),
  }),
});

export const CredentialChanges = Type.Object({
  credential: Type.Object({
    status: Type.Optional(Status),
    description: Type.Optional(Description),
  }),
});

export const OneCredential = Type.Object({ credential: CredentialBody });
export const CredentialList = Type.Object({ credentials: Type.Array(CredentialBody) });

export const SecurityTokenRequest = Type.Object({
  auth: Type.Object({
    identity: Type.Object({
      methods: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 4 }),
      token: Type.Optional(
        Type.Object({
          id: Type.Optional(
            Type.String({ maxLength: 40_000, description: 'Default: the token in X-Auth-Token.' }),
          ),
          duration_seconds: Type.Optional(Type.Integer({ minimum: 900, maximum: 86_400, default: 900 })),
        }),
      ),
      policy: Type.Optional(
        Type.Unsafe<object>({
          type: 'object',
          description: 'A policy document. The key can do no more than it allows, and no more than its user.',
        }),
      ),
    }),
  }),
});

export const TemporaryCredential = Type.Object({
  credential: Type.Object({
    access: Type.String(),
    secret: Type.String(),
    securitytoken: Type.String({ description: 'To be sent with each request as X-Security-Token.' }),
    expires_at: Type.String(),
  }),
});
