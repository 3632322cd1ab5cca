import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { errorCatalogue } from '../errors/errors.js';
import { callService, startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

describe('the list of error codes', () => {
  it('is open to anyone, whole, and in both languages', async () => {
    for (const [language, words] of [
      ['en-us', /deletion protection/],
      ['zh-cn', /删除保护/],
    ] as const) {
      const { status, body } = await callService(service.endpoint, 'GET', '/v2/error-codes', undefined, {
        'x-language': language,
      });
      assert.equal(status, 200);
      const codes: { error_code: string; status: number; message: string; operations: string[] }[] =
        body.error_codes;
      assert.deepEqual(
        codes.map((each) => each.error_code),
        Object.keys(errorCatalogue).toSorted(),
      );
      const protectedOne = codes.find((each) => each.error_code === 'DPL.0423');
      assert.equal(protectedOne?.status, 409);
      assert.match(protectedOne?.message ?? '', words);
      assert.deepEqual(protectedOne?.operations.toSorted(), [
        'BatchDeleteDesktopSnapshot',
        'BatchDeleteDesktops',
        'BatchRebuildDesktopsSystemDisk',
        'BatchRestoreDesktopSnapshot',
        'DeleteDesktop',
        'DeleteDesktopVolumes',
        'ShowDeletionPlan',
        'ShowDesktopRebuildPlan',
        'ShowSnapshotDeletionPlan',
        'ShowSnapshotRestorePlan',
        'ShowVolumeDeletionPlan',
      ]);
    }
  });

  it('is linked from every error, by the code that the answer has', async () => {
    const link = async (method: string, path: string, body?: unknown): Promise<[string, string | null]> => {
      const answer = await service.call(method, path, body);
      return [answer.body.error_code ?? '', answer.headers.get('link')];
    };
    const answers = await Promise.all([
      link('GET', '/desktops/00000000-0000-4000-8000-000000000000'),
      link('GET', '/nowhere'),
      link('GET', '/desktops/%ff'),
      link('POST', '//v5/decode-authorization-message', { encoded_message: 'x' }),
    ]);
    assert.deepEqual(
      answers.map(([code]) => code),
      ['DPL.0404', 'APIGW.0101', 'APIGW.0201', 'STS5.1002'],
    );
    for (const [code, header] of answers) assert.equal(header, `</explorer/errors/${code}>; rel="help"`);
  });
});
