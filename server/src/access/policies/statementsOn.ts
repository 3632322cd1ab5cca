import { type BoundedMemory, createBoundedMemory } from '../../memory/boundedMemory.js';
import { type ActionName, matchesAction } from './matchActions.js';
import type { CompiledPolicy } from './types.js';

type Statements = CompiledPolicy['statements'];

/** More than there are actions; a question from outside may name others, which must not pile up. */
const maxActions = 500;

const known = new WeakMap<Statements, BoundedMemory<string, Statements>>();

/**
 * The statements of a policy that speak of an action, in their order. Policies and actions are few and come back with
 * every request, so the answer is kept as long as the policy is.
 */
export function statementsOn(statements: Statements, name: ActionName): Statements {
  let byAction = known.get(statements);
  if (byAction === undefined) {
    byAction = createBoundedMemory({ maxEntries: maxActions });
    known.set(statements, byAction);
  }
  const before = byAction.peek(name.whole);
  if (before !== undefined) return before;
  const found = statements.filter(({ actions }) => matchesAction(actions, name));
  byAction.set(name.whole, found);
  return found;
}
