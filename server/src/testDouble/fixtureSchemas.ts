import { type Static, Type } from 'typebox';
import { DeletionProtection } from '../desktops/change/protectDesktop.js';
import { computerNameLength, computerNamePattern } from '../desktops/computerName.js';
import { maxTags, Tag } from '../desktops/tags/tagSchemas.js';
import { AnyId } from '../http/schemas/ids.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';
import { UserEmail, UserName } from '../users/schemas.js';

const closed = { additionalProperties: false } as const;

/** What a desktop can be from the start. */
export const fixtureStatuses = ['ACTIVE', 'SHUTOFF', 'HIBERNATED', 'ERROR'] as const;
export type FixtureStatus = (typeof fixtureStatuses)[number];

const DesktopFixture = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: computerNameLength, pattern: computerNamePattern }),
    user: Type.Optional(UserName),
    status: Type.Optional(oneOf(fixtureStatuses)),
    deletion_protection: Type.Optional(DeletionProtection),
    tags: Type.Optional(Type.Array(Tag, { maxItems: maxTags })),
    product_id: Type.Optional(AnyId),
    image_id: Type.Optional(AnyId),
    disk_gib: Type.Optional(Type.Integer({ minimum: 10, maximum: 32_760, multipleOf: 10 })),
    fault: Type.Optional(oneOf(['stuck', 'delete_failed'])),
  },
  closed,
);
export type DesktopFixture = Static<typeof DesktopFixture>;

const IamName = Type.String({ minLength: 1, maxLength: 64 });
const IamNames = Type.Optional(Type.Array(IamName, { maxItems: 20 }));

const IamUserFixture = Type.Object(
  {
    name: IamName,
    password: Type.Optional(Type.String({ maxLength: 512 })),
    groups: IamNames,
  },
  closed,
);

const PolicyFixture = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 64 }),
    document: Type.Record(Type.String(), Type.Unknown()),
    users: IamNames,
    groups: IamNames,
  },
  closed,
);

/** Nothing but these fields, all of them or none. */
export const FixturesBody = Type.Object(
  {
    users: Type.Optional(
      Type.Array(Type.Object({ name: UserName, email: Type.Optional(UserEmail) }, closed), {
        maxItems: 100,
      }),
    ),
    desktops: Type.Optional(Type.Array(DesktopFixture, { maxItems: 100 })),
    iam_users: Type.Optional(Type.Array(IamUserFixture, { maxItems: 40 })),
    policies: Type.Optional(Type.Array(PolicyFixture, { maxItems: 40 })),
  },
  closed,
);
export type Fixtures = Static<typeof FixturesBody>;

export const FixturesAnswer = Type.Object({
  users: Type.Array(Type.Object({ user_id: Type.String(), name: Type.String() })),
  desktops: Type.Array(
    Type.Object({
      desktop_id: Type.String(),
      name: Type.String(),
      status: nullable(Type.String()),
      fault_id: TextOrNull,
    }),
  ),
  iam_users: Type.Array(Type.Object({ user_id: Type.String(), name: Type.String() })),
  policies: Type.Array(
    Type.Object({
      policy_id: Type.String(),
      name: Type.String(),
      model: oneOf(['identity', 'role']),
    }),
  ),
});
