import { Type } from 'typebox';
import { type Finding, reviewDocument } from '../../../access/policies/reviewDocument.js';
import type { Language } from '../../../errors/errors.js';
import { workspace } from '../../../http/declare.js';
import { nullable, oneOf, TextOrNull } from '../../../http/schemas/values.js';
import type { Server } from '../../../http/server.js';

const CheckBody = Type.Object({
  model: oneOf(['identity', 'role'], { description: 'identity: Version 5.0; role: Version 1.1.' }),
  policy_document: Type.String({ description: 'The policy document as JSON text.' }),
});

const FindingBody = Type.Object({
  kind: oneOf(['fault', 'note'], {
    description:
      'fault: the document would be refused. note: it would be taken, but this has no effect here.',
  }),
  error_code: nullable(Type.String({ description: 'Of the refusal.' })),
  path: Type.String({ description: 'Where, for instance $.Statement[0].Action[1].' }),
  line: Type.Integer({ description: 'From 1.' }),
  column: Type.Integer({ description: 'From 1.' }),
  message: Type.String(),
  nearest: TextOrNull,
});

/** `CheckPolicyDocument`: Deskplane's own. */
export function addCheckRoutes(app: Server): void {
  app.post(
    '/v2/:project_id/policy-checks',
    workspace('CheckPolicyDocument', 'What a policy document would be refused for, and where.', {
      description:
        'Makes nothing. The first fault, with its line and column; or, without a fault, the actions and condition keys that no call here has, ' +
        'twenty at most, each with the one that is nearest.',
      body: CheckBody,
      answers: { 200: Type.Object({ valid: Type.Boolean(), findings: Type.Array(FindingBody) }) },
    }),
    async (request) => {
      const { model, policy_document } = request.body;
      const findings = reviewDocument(model, policy_document);
      return {
        valid: findings.every(({ kind }) => kind !== 'fault'),
        findings: findings.map((finding) => present(finding, request.language)),
      };
    },
  );
}

function present({ kind, code, path, line, column, words, nearest }: Finding, language: Language) {
  const message = words[language];
  return { kind, error_code: code ?? null, path, line, column, message, nearest: nearest ?? null };
}
