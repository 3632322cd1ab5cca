import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeError, type ErrorCode, errorCatalogue } from '../errors/errors.js';
import { InjectedError, readErrorCode } from './injectedError.js';

describe('the text of an injected error', () => {
  const textOf = (code: ErrorCode, language: 'en' | 'zh', operation?: 'DeleteDesktop' | 'DeleteUser') => {
    const error = new InjectedError({ status: 400, code }, { id: 'f', operation, desktopId: undefined });
    return describeError(code, language, error.args);
  };

  it('says that it is a fault only where a reason stands at the end, and is whole for every code', () => {
    for (const code of Object.keys(errorCatalogue).flatMap((text) => readErrorCode(text) ?? [])) {
      assert.match(textOf(code, 'en'), /^(?!.*(?<![:.] )a fault of).*$/, code);
      assert.match(textOf(code, 'zh'), /^(?!.*(?<!：)测试替身).*$/, code);
      for (const language of ['en', 'zh'] as const)
        assert.doesNotMatch(textOf(code, language), /\{\d\}|undefined/, code);
    }
  });

  it('reads like the real one', () => {
    assert.equal(textOf('DPL.0404', 'en', 'DeleteDesktop'), 'The desktop does not exist.');
    assert.equal(textOf('DPL.0404', 'zh', 'DeleteUser'), '资源不存在（资源）。');
    assert.equal(
      textOf('IAM.0003', 'en', 'DeleteDesktop'),
      'Your policies do not allow workspace:desktops:delete.',
    );
    assert.equal(textOf('DPL.0503', 'en'), 'The service is not ready: a fault of the test double');
  });
});
