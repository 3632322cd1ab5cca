import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { describeFormat, isDescribed } from './formats.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

/** Every pattern below a value, with where it was found. */
function* patternsIn(value: unknown, place: string): Generator<readonly [pattern: string, place: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'pattern' && typeof inner === 'string') yield [inner, place];
    else yield* patternsIn(inner, `${place}/${name}`);
  }
}

describe('a text in a wrong format', () => {
  it('is refused in words that say which format is right, whatever request it is in', async () => {
    const { paths } = (await service.call('GET', '//openapi.json')).body;
    const found = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { parameters, requestBody }]) => [
        ...patternsIn({ parameters, requestBody }, `${method} ${path}`),
      ]),
    );
    assert.ok(found.length > 100);
    assert.deepEqual(
      found.filter(([pattern]) => !isDescribed(pattern)),
      [],
      'describe these patterns in formats.ts',
    );
  });

  it('is said in English and in Chinese, with the field', async () => {
    const path = '/desktops/desk-1';
    const english = await service.call('GET', path);
    assert.equal(english.status, 400);
    assert.match(english.body.error_msg, /desktop_id must be an ID such as 5ddfa880-/);
    const chinese = await service.call('GET', path, undefined, { 'X-Language': 'zh-cn' });
    assert.match(chinese.body.error_msg, /desktop_id 必须为ID，例如5ddfa880-/);
  });

  it('is refused with the pattern itself where nobody has words for it', () => {
    assert.equal(describeFormat('^a+$').en, 'must match the regular expression ^a+$');
  });
});
