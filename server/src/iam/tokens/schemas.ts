import { Type } from 'typebox';
import { oneLineText } from '../../http/schemas/text.js';

const Name = oneLineText(255, { minLength: 1 });
const DomainReference = Type.Object({ id: Type.Optional(Name), name: Type.Optional(Name) });

/** Who signs in: the user by id, or by name and account. */
const PasswordUser = Type.Object({
  id: Type.Optional(Name),
  name: Type.Optional(Name),
  domain: Type.Optional(DomainReference),
  password: Type.String({ maxLength: 512 }),
});

const Scope = Type.Object({
  project: Type.Optional(
    Type.Object({
      id: Type.Optional(Name),
      name: Type.Optional(Name),
      domain: Type.Optional(DomainReference),
    }),
  ),
  domain: Type.Optional(DomainReference),
  unscoped: Type.Optional(Type.Object({})),
  system: Type.Optional(Type.Unknown()),
  'OS-TRUST:trust': Type.Optional(Type.Unknown()),
});

/** Body of POST /v3/auth/tokens (docs/reference/tokens.md#getting-a-token). */
export const TokenRequestBody = Type.Object({
  auth: Type.Object({
    identity: Type.Object({
      methods: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 8 }),
      password: Type.Optional(Type.Object({ user: PasswordUser })),
      token: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 40_000 }) })),
    }),
    scope: Type.Optional(Type.Union([Scope, Type.Literal('unscoped'), Type.Null()])),
  }),
});

export const CatalogBody = Type.Array(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    type: Type.String(),
    endpoints: Type.Array(
      Type.Object({
        id: Type.String(),
        interface: Type.String(),
        region: Type.String(),
        region_id: Type.String(),
        url: Type.String(),
      }),
    ),
  }),
);

const DomainBody = Type.Object({ id: Type.String(), name: Type.String() });

/** What a token is good for, as shown at its creation and validation. */
export const TokenBody = Type.Object({
  token: Type.Object({
    catalog: CatalogBody,
    expires_at: Type.String({ description: 'UTC with microseconds.' }),
    issued_at: Type.String({ description: 'UTC with microseconds.' }),
    methods: Type.Array(Type.String()),
    project: Type.Optional(Type.Object({ id: Type.String(), name: Type.String(), domain: DomainBody })),
    domain: Type.Optional(DomainBody),
    roles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    user: Type.Object({
      id: Type.String(),
      name: Type.String(),
      password_expires_at: Type.String(),
      domain: DomainBody,
    }),
  }),
});
