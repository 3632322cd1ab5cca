import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../../../testing/startTestService.js';
import { type DescribedOperation, type NamedField, namedFields } from './describeFields.js';
import { fieldKeyOf, fieldTextOf, fieldTextsBySubject } from './fieldTexts.js';

let service: TestService;
let english: readonly NamedField[];
let chinese: readonly NamedField[];
before(async () => {
  service = await startTestService();
  english = await fieldsOf('en-us');
  chinese = await fieldsOf('zh-cn');
});
after(() => service.remove());

async function fieldsOf(language: string): Promise<readonly NamedField[]> {
  const { body } = await service.call('GET', `//openapi.json?lang=${language}`);
  const paths: Record<string, Record<string, DescribedOperation>> = body.paths;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap((operation) => namedFields(path, operation)),
  );
}

const placeOf = ({ operation, parent, name }: NamedField): string =>
  [operation, parent, name].filter((part) => part !== '').join('.');

describe('every parameter and every field of a body', () => {
  it('is described in both languages', () => {
    assert.ok(english.length > 850);
    const silent = english.filter(({ described }) => (described.description ?? '') === '').map(placeOf);
    assert.deepEqual(
      silent,
      [],
      'give them a description in their schema, or an entry in fieldDescriptions/',
    );
    assert.deepEqual(chinese.map(placeOf), english.map(placeOf));
    for (const field of chinese)
      assert.match(field.described.description ?? '', /[\p{sc=Han}。]/u, placeOf(field));
  });

  it('is told apart from others of its name where it means something else', () => {
    const told = (operation: string, name: string): string | undefined =>
      english.find((field) => field.operation === operation && field.name === name)?.described.description;
    assert.equal(told('KeystoneShowProject', 'id'), 'Project ID.');
    assert.equal(told('ShowVpc', 'id'), 'VPC ID.');
    assert.notEqual(told('ListDesktopsByTags', 'tags'), told('CreateDesktop', 'tags'));
    assert.notEqual(told('KeystoneCreateToken', 'name'), told('ImportImage', 'name'));
  });
});

describe('the texts of fields', () => {
  it('are in one subject each, and all used', () => {
    const names = fieldTextsBySubject.flatMap((subject) => Object.keys(subject));
    assert.deepEqual(names, [...new Set(names)]);
    const used = new Set(english.filter(isFromHere).map(fieldKeyOf));
    assert.deepEqual(
      names.filter((name) => !used.has(name)),
      [],
    );
  });

  it('end as sentences do', () => {
    for (const [name, [en, zh]] of fieldTextsBySubject.flatMap((subject) => Object.entries(subject))) {
      assert.match(en, /^\S.*[.…@-]$/, name);
      assert.match(zh, /^\S.*[。…@-]$/, name);
    }
  });
});

/** Whether its text is one of these and not of its schema. */
const isFromHere = (field: NamedField): boolean => fieldTextOf(field)?.[0] === field.described.description;
