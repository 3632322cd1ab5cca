import { Type } from 'typebox';
import { limitOf, Offset } from '../../http/schemas/paging.js';
import { Filter, oneLineText } from '../../http/schemas/text.js';
import { oneOf } from '../../http/schemas/values.js';
import { objectTypes } from './applyObjects.js';
import { codeDigits } from './codes.js';

const Text = Type.String();

const NamedObject = Type.Object({
  object_type: oneOf([...objectTypes]),
  object_id: Type.String({ maxLength: 255 }),
  object_name: Type.Optional(oneLineText(255)),
});
const NamedObjects = Type.Optional(Type.Array(NamedObject, { maxItems: 2_000 }));
const ApplyObject = Type.Object({ object_type: oneOf([...objectTypes]), object_id: Text, object_name: Text });

export const UpdateFactorBody = Type.Object({
  otp_config_info: Type.Object({ enable: Type.Boolean(), apply_objects: NamedObjects }),
});

export const FactorAnswer = Type.Object({
  otp_config_info: Type.Object({
    id: Text,
    enable: Type.Boolean(),
    receive_mode: Text,
    auth_url: Text,
    app_id: Text,
    app_secret: Text,
    auth_server_access_mode: Text,
    cert_content: Text,
    apply_rule: Type.Object({ rule_type: Text, rule: Text }),
    apply_objects: Type.Array(ApplyObject),
  }),
  main_auth_config_id: Text,
});

export const ListObjectsQuery = Type.Object({
  object_type: Type.Optional(oneOf([...objectTypes])),
  object_name: Filter,
  offset: Offset,
  limit: limitOf({ max: 2_000, usual: 10 }),
});
export const ObjectList = Type.Object({ objects: Type.Array(ApplyObject), total_count: Type.Integer() });
export const ChangeObjectsBody = Type.Object({ add: NamedObjects, delete: NamedObjects });

export const DeviceList = Type.Object({
  otp_devices: Type.Array(
    Type.Object({ id: Text, user_id: Text, user_name: Text, status: Text, create_time: Text }),
  ),
});
export const RemoveDevicesBody = Type.Object({
  otp_ids: Type.Array(oneLineText(255, { minLength: 1 }), { minItems: 1, maxItems: 55 }),
});

export const NewDeviceAnswer = Type.Object({
  secret: Type.String({ description: 'What an application for codes is told, in base 32.' }),
  uri: Type.String({ description: 'The same, as an address that opens such an application.' }),
});
export const CodeBody = Type.Object(
  { code: Type.String({ pattern: `^[0-9]{${codeDigits}}$` }) },
  { additionalProperties: false },
);
