import { Type } from 'typebox';
import { AnyId } from '../../../http/schemas/ids.js';
import { ListLinks, pageFields } from '../../keystone/keystonePage.js';

const Text = Type.String({ maxLength: 1_024 });

export const GroupPath = { group_id: AnyId };
export const MemberPath = { group_id: AnyId, user_id: AnyId };
export const GroupQuery = Type.Object({
  name: Type.Optional(AnyId),
  domain_id: Type.Optional(AnyId),
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
