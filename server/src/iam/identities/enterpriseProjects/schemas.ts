import { Type } from 'typebox';
import { AnyId } from '../../../http/schemas/ids.js';
import { paging } from '../../../http/schemas/paging.js';
import { oneLineText } from '../../../http/schemas/text.js';
import { oneOf } from '../../../http/schemas/values.js';

const Text = Type.String({ maxLength: 1_024 });
const TypeText = oneOf(['prod', 'poc']);

export const EnterpriseProjectPath = { enterprise_project_id: AnyId };

export const EnterpriseProjectQuery = Type.Object({
  id: Type.Optional(AnyId),
  name: Type.Optional(oneLineText(255, { description: 'A part of the name.' })),
  status: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2, description: '1: enabled; 2: disabled; 0: both.' }),
  ),
  type: Type.Optional(TypeText),
  sort_key: Type.Optional(oneOf(['created_at', 'updated_at'])),
  sort_dir: Type.Optional(oneOf(['asc', 'desc'])),
  ...paging({ max: 1_000, min: 1 }),
});

export const EnterpriseProjectBody = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  status: Type.Integer({ description: '1: enabled; 2: disabled.' }),
  type: Type.String({ description: 'prod, or poc for a test project.' }),
  delete_flag: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
});

export const EnterpriseProjectList = Type.Object({
  enterprise_projects: Type.Array(EnterpriseProjectBody),
  total_count: Type.Integer(),
});

export const NewEnterpriseProjectBody = Type.Object({
  name: Text,
  description: Type.Optional(Type.String({ maxLength: 512 })),
  type: Type.Optional(TypeText),
});

export const EnterpriseProjectChangesBody = Type.Object({
  type: Type.Optional(TypeText),
  name: Text,
  description: Type.Optional(Type.String({ maxLength: 512 })),
});

export const ActionBody = Type.Object({
  action: oneOf(['enable', 'disable']),
});
