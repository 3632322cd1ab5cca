import { compileConditions } from './compileConditions.js';
import type { Grammar } from './grammars.js';
import { type ActionMatcher, compileActions } from './matchActions.js';
import { compileResources, partUrn, type ResourceMatcher } from './matchResources.js';
import { PolicyError, type PolicyFault, quote } from './policyError.js';
import { isVariable, readTemplate } from './policyVariables.js';
import type { Json } from './readJson.js';
import type { CompiledStatement } from './types.js';

/**
 * @param place Counted from 1.
 * @throws {PolicyError}
 */
export function compileStatement(grammar: Grammar, json: Json, place: number): CompiledStatement {
  const { model } = grammar;
  if (json.kind !== 'object')
    throw new PolicyError(model, 'statementsNotAList', json.path, 'A statement must be an object.');
  const { entries, path } = json;
  for (const [name, value] of entries)
    if (!grammar.statementElements.includes(name)) throw unknownElement(grammar, name, value.path);
  const condition = entries.get('Condition');
  return {
    label: readSid(grammar, entries.get('Sid')) ?? `#${place}`,
    effect: readEffect(grammar, entries.get('Effect'), path),
    actions: readActions(grammar, entries, path),
    resources: readResources(grammar, entries, path),
    conditions: condition === undefined ? [] : compileConditions(grammar, condition),
  };
}

/** The refusal of an element that the grammar does not have. */
export function unknownElement({ model, version }: Grammar, name: string, path: string): PolicyError {
  const reason = `${quote(name)} is not an element of Version ${version} here.`;
  return new PolicyError(model, 'element', path, reason);
}

/** Characters of UTF-16. It is repeated in authorization messages and in the log. */
const maxSidLength = 128;

function readSid({ model }: Grammar, json: Json | undefined): string | undefined {
  if (json === undefined) return undefined;
  // A place is written with a #, so that no name can be taken for one.
  if (json.kind !== 'text' || json.text.length > maxSidLength || json.text.startsWith('#'))
    throw new PolicyError(
      model,
      'value',
      json.path,
      `A Sid is a text of at most ${maxSidLength} characters that does not begin with "#".`,
    );
  return json.text.trim() === '' ? undefined : json.text;
}

function readEffect({ model }: Grammar, json: Json | undefined, path: string): 'Allow' | 'Deny' {
  if (json?.kind === 'text' && (json.text === 'Allow' || json.text === 'Deny')) return json.text;
  throw new PolicyError(model, 'effect', json?.path ?? path, 'Effect must be "Allow" or "Deny".');
}

function readActions(grammar: Grammar, entries: ReadonlyMap<string, Json>, path: string): ActionMatcher {
  const { model, limits, wildcards } = grammar;
  const json = oneOf(grammar, entries, 'Action', 'NotAction', path);
  if (json === undefined)
    throw new PolicyError(model, 'actionsNotAList', path, 'A statement must have an Action or a NotAction.');
  const texts = readTexts(grammar, json, limits.actions, 'actionsNotAList', 'actionCount');
  for (const { text, path: at } of texts) {
    if (text.length > limits.actionLength)
      throw new PolicyError(
        model,
        'actionLength',
        at,
        `An action has ${limits.actionLength} characters at most.`,
      );
    checkAction(grammar, text, at);
  }
  return compileActions(
    texts.map(({ text }) => text),
    entries.has('NotAction'),
    wildcards,
  );
}

/** ASCII only, so that no letter can look like another. */
function checkAction({ model, wildcards }: Grammar, action: string, path: string): void {
  const fits = wildcards === '*' ? /^[\w.*-]+:[\w.*-]*:[\w.*-]+$/ : /^[\w.*?-]+:[\w.*?-]*:[\w.*?-]+$/;
  if (action === '*' || fits.test(action)) return;
  const wanted = `"*" or service:type:operation, of letters, digits, "_", "-", "." and`;
  throw new PolicyError(
    model,
    'action',
    path,
    `${quote(action)} is not an action; wanted is ${wanted} ${wildcards === '*' ? '"*"' : '"*", "?"'}.`,
  );
}

function readResources(
  grammar: Grammar,
  entries: ReadonlyMap<string, Json>,
  path: string,
): ResourceMatcher | undefined {
  const { model, limits, wildcards } = grammar;
  const json = oneOf(grammar, entries, 'Resource', 'NotResource', path);
  if (json === undefined) return undefined;
  const uris =
    grammar.uris && json.kind === 'object' ? readUris(grammar, json.entries, json.path) : undefined;
  const texts = readTexts(grammar, uris ?? json, limits.resources, 'resourcesNotAList', 'resourceCount');
  for (const { text, path: at } of texts) {
    if (text.length > limits.resourceLength)
      throw new PolicyError(
        model,
        'resourceLength',
        at,
        `A resource has ${limits.resourceLength} characters at most.`,
      );
    if (uris === undefined ? !isResource(grammar, text) : !/^\/[!-~]+$/.test(text)) {
      const wanted =
        uris === undefined ? '"*" or service:region:account:type:path' : 'a path that begins with "/"';
      throw new PolicyError(model, 'resource', at, `${quote(text)} is not a resource; wanted is ${wanted}.`);
    }
  }
  // Paths name agencies of the account, which are not here.
  const patterns = uris === undefined ? texts.map(({ text }) => readTemplate(text)) : [];
  return compileResources(patterns, entries.has('NotResource'), wildcards);
}

/** Version 1.1 has a second form, `{"uri": ["/iam/agencies/…"]}`. */
function readUris({ model }: Grammar, entries: ReadonlyMap<string, Json>, path: string): Json {
  const uris = entries.get('uri');
  if (uris === undefined || entries.size > 1)
    throw new PolicyError(
      model,
      'resourcesNotAList',
      path,
      'This must be a list, or an object with uri alone.',
    );
  return uris;
}

/** Whether it has the form of a resource once something stands for its variables. */
function isResource({ wildcards, variables }: Grammar, text: string): boolean {
  if (text === '*') return true;
  const pieces = readTemplate(text).map((piece) =>
    isVariable(piece) || piece.literal ? { text: 'x', literal: true } : piece,
  );
  if (
    variables === 'in the path' &&
    partUrn(pieces)
      .slice(0, 4)
      .flat()
      .some(({ literal }) => literal)
  )
    return false;
  const form = pieces.map((piece) => piece.text).join('');
  if (wildcards === '*' && form.includes('?')) return false;
  return /^[\w.*?-]+:[\w.*?-]*:[\w.*?-]*:[\w.*?-]+:[!-~]+$/.test(form);
}

/** The one that is there, or neither. */
function oneOf(
  { model }: Grammar,
  entries: ReadonlyMap<string, Json>,
  name: string,
  opposite: string,
  path: string,
): Json | undefined {
  if (entries.has(name) && entries.has(opposite))
    throw new PolicyError(model, 'actionTwice', path, `${name} and ${opposite} exclude each other.`);
  return entries.get(name) ?? entries.get(opposite);
}

function readTexts(
  { model }: Grammar,
  json: Json,
  max: number,
  notAList: PolicyFault,
  count: PolicyFault,
): { readonly text: string; readonly path: string }[] {
  if (json.kind !== 'list')
    throw new PolicyError(model, notAList, json.path, 'This must be a list of texts.');
  if (json.items.length === 0 || json.items.length > max)
    throw new PolicyError(
      model,
      count,
      json.path,
      `There must be 1 to ${max} here, not ${json.items.length}.`,
    );
  return json.items.map((item) => {
    if (item.kind !== 'text') throw new PolicyError(model, 'notText', item.path, 'This must be a text.');
    return { text: item.text, path: item.path };
  });
}
