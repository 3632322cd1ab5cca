import { compileStatement, unknownElement } from './compileStatement.js';
import { type Grammar, grammars } from './grammars.js';
import { variablesOf } from './matchStatement.js';
import { PolicyError, quote } from './policyError.js';
import { type Json, type Places, readJson, writeJson } from './readJson.js';
import type { CompiledStatement, PolicyModel } from './types.js';

export interface ParsedPolicy {
  readonly statements: readonly CompiledStatement[];
  /** The document without white space, in the order it was written. */
  readonly canonical: string;
}

/**
 * Reads a policy document by the grammar of its own model (docs/reference/policies.md) and readies it for decisions. What
 * the grammar does not know is refused, never skipped: whoever wrote it meant something by it.
 * @param text The document's length is looked at before anything else.
 * @param places is told where everything stands
 * @throws {PolicyError}
 */
export function parsePolicyDocument(model: PolicyModel, text: string, places?: Places): ParsedPolicy {
  const grammar = grammars[model];
  const { limits } = grammar;
  if (text.length > limits.document)
    throw new PolicyError(
      model,
      'tooLong',
      '$',
      `The document has ${text.length} characters; ${limits.document} is the most.`,
    );
  const document = readJson(model, text, places);
  if (document.kind !== 'object')
    throw new PolicyError(model, 'notAnObject', '$', 'The document must be an object.');
  for (const [name, value] of document.entries)
    if (name !== 'Version' && name !== 'Statement') throw unknownElement(grammar, name, value.path);
  checkVersion(grammar, document.entries.get('Version'));
  const statements = readStatements(grammar, document.entries.get('Statement'));
  return { statements, canonical: writeJson(document) };
}

function checkVersion({ model, version }: Grammar, json: Json | undefined): void {
  if (json?.kind === 'text' && json.text === version) return;
  const found = json?.kind === 'text' ? ` Here it is ${quote(json.text)}.` : '';
  throw new PolicyError(model, 'version', json?.path ?? '$', `The Version must be "${version}".${found}`);
}

function readStatements(grammar: Grammar, json: Json | undefined): CompiledStatement[] {
  const { model, limits } = grammar;
  if (json?.kind !== 'list')
    throw new PolicyError(model, 'statementsNotAList', json?.path ?? '$', 'Statement must be a list.');
  const count = json.items.length;
  if (count === 0 || count > limits.statements)
    throw new PolicyError(
      model,
      'statementCount',
      json.path,
      `There must be 1 to ${limits.statements} statements, not ${count}.`,
    );
  const labels = new Set<string>();
  const compiled = json.items.map((item, index) => {
    const statement = compileStatement(grammar, item, index + 1);
    if (labels.has(statement.label))
      throw new PolicyError(model, 'value', item.path, `The Sid ${quote(statement.label)} comes twice.`);
    labels.add(statement.label);
    return statement;
  });
  const variables = compiled.reduce((sum, statement) => sum + variablesOf(statement).length, 0);
  if (variables > limits.variables)
    throw new PolicyError(
      model,
      'variableCount',
      json.path,
      `There may be at most ${limits.variables} variables, not ${variables}.`,
    );
  return compiled;
}
