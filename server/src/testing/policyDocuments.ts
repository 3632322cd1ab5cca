import assert from 'node:assert/strict';
import { parsePolicyDocument } from '../access/policies/parsePolicyDocument.js';
import { PolicyError } from '../access/policies/policyError.js';
import type { PolicyModel } from '../access/policies/types.js';

/** How a document is refused. @throws when it is taken */
export function refusal(model: PolicyModel, text: string): PolicyError {
  try {
    parsePolicyDocument(model, text);
  } catch (error) {
    assert.ok(error instanceof PolicyError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: `accepted: ${text.slice(0, 200)}` });
}

/** A document of these statements. */
export function document(model: PolicyModel, ...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: model === 'role' ? '1.1' : '5.0', Statement: statements });
}

export const allow = { Effect: 'Allow', Action: ['workspace:desktops:get'] };

/** A statement under a condition. */
export function withCondition(condition: unknown): unknown {
  return { ...allow, Condition: condition };
}
