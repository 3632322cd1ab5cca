import { Type } from 'typebox';
import { ListLinks, pageFields } from '../../keystonePage.js';
import { noControlCharacters } from '../../keystoneTime.js';

const Text = Type.String({ maxLength: 1_024 });
const Id = Type.String({ minLength: 1, maxLength: 255, pattern: noControlCharacters });

export const GroupPath = { group_id: Id };
export const MemberPath = { group_id: Id, user_id: Id };
export const GroupQuery = Type.Object({
  name: Type.Optional(Id),
  domain_id: Type.Optional(Id),
  ...pageFields,
});

export const GroupBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  description: Type.String(),
  create_time: Type.Integer({ description: 'Milliseconds since 1970.' }),
  links: ListLinks,
});

export const GroupList = Type.Object({ groups: Type.Array(GroupBody), links: ListLinks });

export const NewGroupBody = Type.Object({
  group: Type.Object({
    name: Text,
    domain_id: Type.Optional(Text),
    description: Type.Optional(Text),
  }),
});

export const GroupChangesBody = Type.Object({
  group: Type.Object({
    name: Type.Optional(Text),
    domain_id: Type.Optional(Text),
    description: Type.Optional(Text),
  }),
});
