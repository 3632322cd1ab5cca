import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { runCommand } from '../system/runCommand.js';
import { explainObstacle, tryContainer } from './tryContainer.js';

describe('what keeps the local engine from running', () => {
  it('is nothing where a container can be run, and the try leaves nothing', async () => {
    assert.equal(await tryContainer(), undefined);
    const left = [
      ...(await readdir(tmpdir())),
      (await runCommand('find', ['/sys/fs/cgroup', '-name', 'deskplane-try-*'])).stdout,
    ];
    assert.deepEqual(
      left.filter((each) => each.includes('deskplane-try')),
      [],
    );
  });

  for (const [name, failure, words] of [
    [
      'Docker’s seccomp profile',
      'unable to start: error unsharing namespaces: operation not permitted',
      /new namespaces/,
    ],
    [
      'groups that cannot be written to',
      'mkdir /sys/fs/cgroup/memory/x: read-only file system: cgroup',
      /--cgroupns/,
    ],
    ['a kernel without seccomp', 'seccomp: config provided but seccomp not supported', /seccomp filter/],
    ['something unheard of', 'strange', /^runc said: strange$/],
  ] as const) {
    it(`is told in plain words: ${name}`, () => {
      assert.match(explainObstacle(failure), words);
    });
  }
});
