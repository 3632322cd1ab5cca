import { type Static, Type } from 'typebox';
import { describeCatalogued } from '../errors/describeCatalogued.js';
import type { Language } from '../errors/errors.js';
import { flat } from './declare.js';
import { errorCodes } from './openapi/operationErrors.js';
import { operationsByErrorCode, presentDocument } from './openapi/presentDocument.js';
import type { Server } from './server.js';

const ErrorCodes = Type.Object({
  error_codes: Type.Array(
    Type.Object({
      error_code: Type.String(),
      status: Type.Integer(),
      further_statuses: Type.Optional(
        Type.Array(Type.Integer(), { description: 'Further statuses that it comes with.' }),
      ),
      message: Type.String({
        description: 'The sentence of the answer; {0} and {1} are filled in by what happened.',
      }),
      origin: Type.String({ description: "`huawei`: known of Huawei's service; `deskplane`: its own." }),
      operations: Type.Array(Type.String(), { description: 'Operations that may answer it.' }),
    }),
  ),
});

/** The catalogue of errors, open to anyone: what is linked from each error. */
export function addErrorCodeRoute(app: Server): void {
  let operations: ReadonlyMap<string, readonly string[]> | undefined;
  const answer = (language: Language): Static<typeof ErrorCodes> => {
    const known = (operations ??= operationsByErrorCode(presentDocument(app.swagger(), 'en')));
    return {
      error_codes: errorCodes.map((code) => ({
        error_code: code,
        ...describeCatalogued(code, language),
        operations: [...(known.get(code) ?? [])],
      })),
    };
  };
  app.get(
    '/v2/error-codes',
    flat('ListErrorCodes', 'All error codes and what they mean', {
      description: 'In the language that X-Language or Accept-Language asks for.',
      anonymous: true,
      answers: { 200: ErrorCodes },
    }),
    async (request) => answer(request.language),
  );
}
