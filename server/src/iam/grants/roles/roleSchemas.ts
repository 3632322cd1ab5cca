import { Type } from 'typebox';
import { numberedPaging } from '../../../http/schemas/paging.js';
import { oneLineText } from '../../../http/schemas/text.js';
import { oneOf, TextOrNull } from '../../../http/schemas/values.js';
import { ListLinks, pageFields } from '../../keystone/keystonePage.js';

/** An id in a path or filter. Whether there is such a thing is found out later. */
export const IdText = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
const Filter = oneLineText(255);
const Description = oneLineText(1000);

export const RolePath = { role_id: IdText };

const Document = Type.Unknown({
  description: 'The policy document, Version 1.1: {"Version":"1.1","Statement":[…]}.',
});
const Mode = oneOf(['AX', 'XA'], {
  description: 'Where it is shown: AX for the account, XA for projects.',
});

export const NewRoleBody = Type.Object({
  role: Type.Object({
    display_name: Type.String({ minLength: 1, maxLength: 255 }),
    type: Mode,
    description: Description,
    description_cn: Type.Optional(Description),
    policy: Document,
  }),
});

export const RoleChangesBody = Type.Object({
  role: Type.Object({
    display_name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    type: Type.Optional(Mode),
    description: Type.Optional(Description),
    description_cn: Type.Optional(Description),
    policy: Type.Optional(Document),
  }),
});

export const RoleBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  type: Type.String(),
  catalog: Type.String(),
  description: Type.String(),
  description_cn: Type.String(),
  domain_id: TextOrNull,
  flag: Type.Optional(Type.String()),
  policy: Document,
  links: ListLinks,
  created_time: Type.Optional(Type.String()),
  updated_time: Type.Optional(Type.String()),
  references: Type.Optional(Type.Integer()),
});

export const RoleAnswer = Type.Object({ role: RoleBody });
export const RoleList = Type.Object({
  roles: Type.Array(RoleBody),
  links: ListLinks,
  total_number: Type.Optional(Type.Integer()),
});
/** The same without links, as the calls on enterprise projects answer. */
export const PlainRoleList = Type.Object({ roles: Type.Array(RoleBody) });

const page = numberedPaging({ max: 300 });
export const OwnRolesQuery = Type.Object(page);
export const RolesQuery = Type.Object({
  ...page,
  name: Type.Optional(Filter),
  display_name: Type.Optional(Filter),
  domain_id: Type.Optional(Filter),
  catalog: Type.Optional(Filter),
  type: Type.Optional(oneOf(['domain', 'project', 'all'])),
  permission_type: Type.Optional(oneOf(['policy', 'role'])),
  ...pageFields,
});
