import { type Static, Type } from 'typebox';
import { limitOf } from '../../http/schemas/paging.js';
import { nullable, oneOf, TextOrNull } from '../../http/schemas/values.js';

const Milliseconds = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

/** As CTS has it; a field without the one of CTS behind it says so. */
export const AuditEventQuery = Type.Object({
  trace_type: Type.Optional(
    oneOf(['system', 'data'], {
      description: 'system (default): calls of the API. There are no others, so data finds none.',
    }),
  ),
  limit: limitOf({ max: 200, usual: 10, min: 1 }),
  from: Type.Optional({
    ...Milliseconds,
    description: 'Not older than this time, in milliseconds. Default: all.',
  }),
  to: Type.Optional({ ...Milliseconds, description: 'Not newer than this time, in milliseconds.' }),
  next: Type.Optional(
    Type.String({ maxLength: 50, description: 'The marker of the page before; what is older follows.' }),
  ),
  service_type: Type.Optional(Type.String({ maxLength: 32 })),
  user: Type.Optional(
    Type.String({ maxLength: 1024, description: 'Name or id of an IAM user of the account.' }),
  ),
  resource_id: Type.Optional(Type.String({ maxLength: 350 })),
  resource_name: Type.Optional(
    Type.String({
      maxLength: 300,
      description:
        'What the resource is called now, or was last, in any case: a desktop, a user, a group, a policy.',
    }),
  ),
  resource_type: Type.Optional(Type.String({ maxLength: 100 })),
  trace_id: Type.Optional(Type.String({ maxLength: 200 })),
  trace_name: Type.Optional(Type.String({ maxLength: 100 })),
  trace_rating: Type.Optional(oneOf(['normal', 'warning', 'incident'])),
  request_id: Type.Optional(Type.String({ maxLength: 64, description: 'Not in CTS: one request.' })),
});
export type AuditEventQuery = Static<typeof AuditEventQuery>;

const Named = { id: TextOrNull, name: TextOrNull };

export const AuditEventBody = Type.Object({
  trace_id: Type.String(),
  trace_name: Type.String(),
  trace_type: Type.String(),
  trace_rating: Type.String(),
  service_type: Type.String(),
  resource_type: TextOrNull,
  resource_id: TextOrNull,
  resource_name: nullable(Type.String({ description: 'Null when it was forgotten, or there was none.' })),
  code: Type.String({ description: 'HTTP status of the answer.' }),
  source_ip: TextOrNull,
  resource_known_as: nullable(
    Type.String({
      description:
        'Not in CTS, and not in the log: what the resource is called now, or was last. Null: it is no longer on record.',
    }),
  ),
  user: Type.Object({ ...Named, domain: Type.Object(Named) }),
  api_version: Type.String(),
  request_id: Type.String(),
  request: Type.String({ description: 'JSON: method, path pattern, switches and ids of the call.' }),
  message: Type.String({ description: 'JSON: what was decided and by what, and the outcome.' }),
  time: Type.Integer({ description: 'Milliseconds.' }),
  record_time: Type.Integer({ description: 'Milliseconds.' }),
});
export type AuditEventBody = Static<typeof AuditEventBody>;

export const AuditEventList = Type.Object({
  traces: Type.Array(AuditEventBody),
  meta_data: Type.Object({
    count: Type.Integer(),
    marker: nullable(Type.String({ description: 'For next; null on the last page.' })),
  }),
});

export const ExportQuery = Type.Object({
  from: AuditEventQuery.properties.from,
  to: AuditEventQuery.properties.to,
  first: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description:
        'Size of an older head of the log: the file then proves that the log has only grown since.',
    }),
  ),
});
export type ExportQuery = Static<typeof ExportQuery>;

export const RetainBody = Type.Object({
  before: Type.Integer({
    minimum: 0,
    maximum: 8_640_000_000_000_000,
    description: 'Traces older than this time, in milliseconds, are let go.',
  }),
});
export const RetainAnswer = Type.Object({
  let_go: Type.Integer({ description: 'Traces of which only the hash is left.' }),
  checkpoint: nullable(
    Type.Integer({ description: 'The entry of the log that allows it; null when none is old.' }),
  ),
});
