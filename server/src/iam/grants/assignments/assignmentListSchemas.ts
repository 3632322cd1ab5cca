import { Type } from 'typebox';
import { numberedPaging } from '../../../http/schemas/paging.js';
import { oneOf } from '../../../http/schemas/values.js';
import { ListLinks, pageFields } from '../../keystone/keystonePage.js';
import { IdText } from '../roles/roleSchemas.js';

const Flag = Type.String({ maxLength: 16, description: 'On, unless it is 0 or false.' });

export const KeystoneAssignmentsQuery = Type.Object({
  'user.id': Type.Optional(IdText),
  'group.id': Type.Optional(IdText),
  'role.id': Type.Optional(IdText),
  'scope.project.id': Type.Optional(IdText),
  'scope.domain.id': Type.Optional(IdText),
  'scope.OS-INHERIT:inherited_to': Type.Optional(oneOf(['projects'])),
  effective: Type.Optional(Flag),
  include_names: Type.Optional(Flag),
  ...pageFields,
});

const Named = Type.Object({ id: Type.String(), name: Type.Optional(Type.String()) });
const Owned = Type.Object({
  id: Type.String(),
  name: Type.Optional(Type.String()),
  domain: Type.Optional(Named),
});

export const KeystoneAssignmentList = Type.Object({
  role_assignments: Type.Array(
    Type.Object({
      id: Type.Optional(
        Type.String({ description: 'With limit or marker only, and not in Keystone: what marker takes.' }),
      ),
      role: Named,
      user: Type.Optional(Owned),
      group: Type.Optional(Owned),
      scope: Type.Object({
        project: Type.Optional(Owned),
        domain: Type.Optional(Named),
        'OS-INHERIT:inherited_to': Type.Optional(Type.String()),
      }),
      links: Type.Object({ assignment: Type.String() }),
    }),
  ),
  links: ListLinks,
});

export const DomainAssignmentsQuery = Type.Object({
  domain_id: IdText,
  role_id: Type.Optional(IdText),
  subject: Type.Optional(oneOf(['user', 'group', 'agency'])),
  'subject.user_id': Type.Optional(IdText),
  'subject.group_id': Type.Optional(IdText),
  'subject.agency_id': Type.Optional(IdText),
  scope: Type.Optional(oneOf(['project', 'domain', 'enterprise_project'])),
  'scope.project_id': Type.Optional(IdText),
  'scope.domain_id': Type.Optional(IdText),
  'scope.enterprise_projects_id': Type.Optional(IdText),
  is_inherited: Type.Optional(Type.Boolean()),
  include_group: Type.Optional(Type.Boolean()),
  ...numberedPaging({ max: 50 }),
});

const Only = Type.Object({ id: Type.String() });

export const DomainAssignmentList = Type.Object({
  total_num: Type.Integer(),
  role_assignments: Type.Array(
    Type.Object({
      role: Only,
      user: Type.Optional(Only),
      group: Type.Optional(Only),
      scope: Type.Object({
        project: Type.Optional(Only),
        domain: Type.Optional(Only),
        enterprise_project: Type.Optional(Only),
      }),
      is_inherited: Type.Boolean(),
    }),
  ),
});
