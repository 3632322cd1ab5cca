import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type RoutedOperation, routedOperations } from '../../testing/definitions/routedFields.js';
import { allProofs } from '../../testing/fields/allProofs.js';
import {
  besideOf,
  bodyWith,
  type FieldProof,
  merge,
  type OperationProofs,
  valueAt,
} from '../../testing/fields/fieldProof.js';
import { removeMadeUsers } from '../../testing/fields/madeThings.js';
import { walkedElsewhere } from '../../testing/fields/walkedElsewhere.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let proofs: Readonly<Record<string, OperationProofs>>;
let routed: readonly RoutedOperation[];
before(async () => {
  service = await startTestService({ simulated: { delayMs: 0 } });
  routed = routedOperations((await service.call('GET', '//openapi.json')).body).filter(
    ({ body }) => Object.keys(body).length > 0,
  );
  proofs = await allProofs(service);
});
after(() => service.remove());

const sources = fileURLToPath(new URL('../../../src', import.meta.url));

describe('nothing is accepted and ignored', () => {
  it('every operation with a body is walked, and none that is not there', () => {
    const known = [...Object.keys(proofs), ...Object.keys(walkedElsewhere)];
    assert.deepEqual(known.sort(), routed.map(({ operationId }) => operationId).sort());
  });

  it('every field of a body is stored and shown, takes effect, or is refused by name', async () => {
    const wrong: string[] = [];
    for (const { operationId, body } of routed) {
      const known = proofs[operationId];
      const fields = known?.fields ?? walkedElsewhere[operationId] ?? {};
      wrong.push(...unknownFields(operationId, fields, Object.keys(body)));
      for (const [place, proof] of Object.entries(fields)) {
        const why = await whyWrong(known, place, proof, Object.keys(fields));
        if (why !== undefined) wrong.push(`${operationId} ${place}: ${why}`);
      }
      await removeMadeUsers(service);
    }
    assert.deepEqual(wrong, []);
  });

  it('what a body may not have is refused by name', async () => {
    const wrong: string[] = [];
    for (const { operationId, notOffered } of routed)
      for (const place of notOffered.filter((each) => !each.startsWith('query.'))) {
        const known = proofs[operationId];
        if (known === undefined || Object.hasOwn(known.fields, place)) continue;
        const { status, message } = await known.call(service, bodyWith(place, 'asked-for'));
        if (status < 400 || !message.includes(lastName(place)))
          wrong.push(`${operationId} ${place}: ${status} ${message}`);
      }
    assert.deepEqual(wrong, []);
  });
});

/** Fields that a proof is missing for, or that a proof is of and that are not there. */
function unknownFields(operation: string, fields: object, offered: readonly string[]): string[] {
  const proven = Object.keys(fields);
  return [
    ...offered.filter((place) => !proven.includes(place)).map((place) => `${operation} ${place}: no proof`),
    ...proven.filter((place) => !offered.includes(place)).map((place) => `${operation} ${place}: no field`),
  ];
}

async function whyWrong(
  known: OperationProofs | undefined,
  place: string,
  proof: FieldProof,
  places: readonly string[],
): Promise<string | undefined> {
  if ('elsewhere' in proof) return whyNotElsewhere(place, proof.elsewhere, places);
  if (known === undefined) return 'no call';
  const further = Object(merge(besideOf(proof), bodyWith(place, proof.send)));
  const { status, message, shown } = await known.call(service, further);
  if ('refused' in proof)
    return proof.refused.test(message) ? undefined : `not refused by name: ${status} ${message}`;
  if (status >= 300) return `${status} ${message}`;
  const expected = proof.as ?? proof.send;
  const seen = valueAt(shown, proof.shown);
  if (JSON.stringify(seen) === JSON.stringify(expected)) return whyNoProof(known, proof, expected);
  return `shown as ${JSON.stringify(seen)} at ${proof.shown} of ${JSON.stringify(shown)?.slice(0, 500)}`;
}

/** What is shown without the field, too, is no proof of it. */
async function whyNoProof(
  { call }: OperationProofs,
  proof: Extract<FieldProof, { readonly shown: string }>,
  expected: unknown,
): Promise<string | undefined> {
  const { status, shown } = await call(service, besideOf(proof));
  if (status >= 300) return undefined;
  return JSON.stringify(valueAt(shown, proof.shown)) === JSON.stringify(expected)
    ? 'shown without it, too'
    : undefined;
}

/** A list or an object is proven by its fields, a field elsewhere by a test that names it. */
function whyNotElsewhere(place: string, elsewhere: string, places: readonly string[]): string | undefined {
  if (elsewhere.startsWith('its field'))
    return places.some((each) => each.startsWith(`${place}.`) || each.startsWith(`${place}[].`))
      ? undefined
      : 'no field of it is proven';
  if (elsewhere.startsWith('every call here')) return undefined;
  const [path = ''] = elsewhere.split(/[: ]/);
  const file = `${sources}/${path}`;
  if (!path.endsWith('.test.ts') || !existsSync(file)) return `no test ${path}`;
  return readFileSync(file, 'utf8').includes(lastName(place)) ? undefined : `${path} does not name it`;
}

const lastName = (place: string): string => (place.split('.').at(-1) ?? '').replace('[]', '');
