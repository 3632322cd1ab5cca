import { Type } from 'typebox';
import type { DesktopId, DesktopUserId, JobId } from '../../ids.js';

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** A desktop's id: lower-case UUID with dashes. */
export const DesktopIdText = Type.Unsafe<DesktopId>(
  Type.String({ pattern: uuid, description: 'Desktop ID.' }),
);
/** A job's id: lower-case UUID with dashes. */
export const JobIdText = Type.Unsafe<JobId>(Type.String({ pattern: uuid, description: 'Job ID.' }));
/** A desktop user's id: 32 hex characters. */
export const DesktopUserIdText = Type.Unsafe<DesktopUserId>(
  Type.String({ minLength: 1, maxLength: 255, description: 'Desktop user ID.' }),
);
/** The path's project. Whether it is the caller's is decided before any handler runs; handlers ask `projectOf`. */
export const ProjectPath = Type.Object({
  project_id: Type.String({ minLength: 1, maxLength: 255, description: 'Project ID.' }),
});

/** The flat error body of Workspace and of the gateway in front of it (docs/reference/errors.md#shapes). */
export const ErrorBody = Type.Object({
  error_code: Type.String({ maxLength: 12 }),
  error_msg: Type.String({ maxLength: 1000 }),
  error_detail: Type.Optional(Type.String({ maxLength: 1000 })),
  encoded_authorization_message: Type.Optional(Type.String()),
  request_id: Type.Optional(Type.String()),
});

/** The nested error body of the token and identity routes. */
export const KeystoneErrorBody = Type.Object({
  error: Type.Object({
    code: Type.Integer(),
    message: Type.String(),
    title: Type.String(),
    encoded_authorization_message: Type.Optional(Type.String()),
  }),
});

/** The error answers that every Workspace route may give. */
export const workspaceErrors = {
  400: ErrorBody,
  401: ErrorBody,
  403: ErrorBody,
  404: ErrorBody,
  409: ErrorBody,
  412: ErrorBody,
  413: ErrorBody,
  414: ErrorBody,
  415: ErrorBody,
  429: ErrorBody,
  431: ErrorBody,
  500: ErrorBody,
  503: ErrorBody,
} as const;

/** The error answers that every identity route may give. */
export const keystoneErrors = {
  400: KeystoneErrorBody,
  401: KeystoneErrorBody,
  403: KeystoneErrorBody,
  404: KeystoneErrorBody,
  409: KeystoneErrorBody,
  413: KeystoneErrorBody,
  414: KeystoneErrorBody,
  415: KeystoneErrorBody,
  429: KeystoneErrorBody,
  431: KeystoneErrorBody,
  500: KeystoneErrorBody,
  503: KeystoneErrorBody,
} as const;

/** Success without a body. */
export const NoContent = Type.Null({ description: 'No body.' });

/** The answer of an asynchronous operation. */
export const JobAnswer = Type.Object({ job_id: Type.String() });

/** A value or null. */
export function nullable<T extends Parameters<typeof Type.Union>[0][number]>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}
