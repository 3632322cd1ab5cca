import type { Deciding, Decision, Denied } from '../../access/policies/types.js';
import type { Answer } from './canI.js';
import type { DecisionAnswer, Reason } from './canISchemas.js';
import type { ExplainedDependency, Verdict } from './explainAccess.js';

/** An answer in the words of the API. */
export function presentAnswer(answer: Answer): DecisionAnswer {
  const { user, named, request, verdict, withheld } = answer;
  const decided = typeof verdict === 'string' ? undefined : verdict;
  const by = decided?.by;
  return {
    allowed: decided?.allowed ?? verdict === 'signed-in',
    decision:
      decided === undefined ? (verdict === 'signed-in' ? 'allowed' : 'implicit_deny') : outcomeOf(decided),
    reason: reasonOf(answer),
    user: { id: user.userId, name: user.userName },
    operation: named.operation ?? null,
    action: named.permission.action ?? null,
    resource: request?.resource ?? null,
    failed_action: decided?.allowed === false ? decided.action : null,
    deciding_statement: by === 'account-root' ? null : statementOf(by),
    dependencies: answer.dependencies.map((each) => presentDependency(each, withheld)),
    conditions: Object.fromEntries(
      [...(request?.keys ?? [])]
        .filter(([key]) => !withheld || !isOfResource(key))
        .map(([key, values]) => [key, [...values]]),
    ),
    conditions_withheld: withheld,
  };
}

/** @param withheld the ids of ports are not shown either */
function presentDependency(
  { asked, decision }: ExplainedDependency,
  withheld: boolean,
): DecisionAnswer['dependencies'][number] {
  return {
    action: asked.action,
    resource: withheld ? null : (asked.resource ?? null),
    needed: decision !== undefined,
    allowed: decision?.allowed ?? null,
    decision: decision === undefined ? null : outcomeOf(decision),
    deciding_statement: statementOf(decision?.by),
  };
}

function reasonOf({ verdict, request }: Answer): Reason {
  if (verdict === 'disabled') return 'user_disabled';
  if (verdict === 'signed-in') return 'signed_in';
  if (!verdict.allowed) {
    if (verdict.action !== request?.action) return 'dependency';
    return verdict.kind === 'explicit' ? 'statement' : 'none_allowed';
  }
  if (verdict.partial) return 'part_of_list';
  return verdict.by === 'account-root' ? 'account_root' : 'statement';
}

function outcomeOf(decision: Verdict | Decision | Denied): DecisionAnswer['decision'] {
  if (decision.allowed) return 'allowed';
  return decision.kind === 'explicit' ? 'explicit_deny' : 'implicit_deny';
}

function statementOf(by: Deciding | undefined): DecisionAnswer['deciding_statement'] {
  if (by === undefined) return null;
  return { policy_id: by.policyId, policy_name: by.policyName, statement: by.statement };
}

const isOfResource = (key: string): boolean =>
  key === 'g:EnterpriseProjectId' || key.startsWith('g:ResourceTag/');
