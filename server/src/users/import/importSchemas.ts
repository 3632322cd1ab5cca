import { type Static, Type } from 'typebox';
import { FormFile } from '../../http/bodies/readForm.js';
import { TextOrNull } from '../../http/schemas/values.js';

export const ImportUserListQuery = Type.Object({
  vpc_id: Type.Optional(Type.String({ maxLength: 255 })),
  subnet_id: Type.Optional(Type.String({ maxLength: 255 })),
});

export const ImportUserListBody = Type.Object({ file: FormFile });

const Text = Type.String();
/** Of a desktop, which an import gives nobody. */
const ofDesktop = { permission_group: TextOrNull, desktop_name: TextOrNull, desktop_ip: TextOrNull };
const Row = Type.Integer({ description: 'Where the user stands in the file; the first row is 1.' });

export const ImportedUserList = Type.Object({
  user_detail_list: Type.Array(
    Type.Object({
      id: Text,
      user_name: Text,
      domain: TextOrNull,
      user_email: Text,
      ...ofDesktop,
      description: Text,
      row: Row,
      invited: Type.Boolean({
        description: 'Whether a mail with the link to choose a password was queued.',
      }),
    }),
  ),
  failed_detail_list: Type.Array(
    Type.Object({
      id: TextOrNull,
      user_name: Text,
      domain: TextOrNull,
      user_email: Text,
      ...ofDesktop,
      description: Text,
      row: Row,
      reasons: Type.Array(Text, { description: 'Why the user was not created.' }),
    }),
  ),
  total_count: Type.Integer({ description: 'How many users are in the file.' }),
});
export type ImportedUserList = Static<typeof ImportedUserList>;
