import { Type } from 'typebox';

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

/** The error answers that every route with flat errors may give. */
export const flatErrors = { ...answersWith(ErrorBody), 412: ErrorBody };

/** The error answers that every route with nested errors may give. */
export const keystoneErrors = answersWith(KeystoneErrorBody);

function answersWith<Body>(body: Body) {
  return {
    400: body,
    401: body,
    403: body,
    404: body,
    409: body,
    413: body,
    414: body,
    415: body,
    429: body,
    431: body,
    500: body,
    503: body,
  };
}
