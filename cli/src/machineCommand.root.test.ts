import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { dataDirectoryFile } from '@deskplane/server/instances/findInstances.js';
import { runtimeRoot } from '@deskplane/server/instances/holdings.js';
import { deskplanePath, run } from './testing/runDeskplane.js';

describe('deskplane machine', () => {
  let id: string;
  let place: string;
  const machine = (...words: string[]) =>
    run(process.execPath, [deskplanePath, 'machine', ...words], { environment: { LANG: 'C.UTF-8' } });

  beforeEach(async () => {
    id = randomBytes(4).toString('hex');
    place = join(runtimeRoot, id);
    await mkdir(join(place, 'engine'), { recursive: true });
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  it('lists, and ends nothing that is unknown before it is named', async () => {
    const { stdout, stderr, code } = await machine();
    assert.equal(code, 1, 'something is left of which nobody knows whose it is');
    assert.match(stdout, new RegExp(`^${id} +unknown +1 directory`, 'm'));
    assert.match(stderr, /machine --end INSTALLATION/);
    await access(place);
    const ended = await machine('--end', id, '--yes');
    assert.match(ended.stderr, new RegExp(`${id} holds nothing on this machine any more`));
    await assert.rejects(access(place), { code: 'ENOENT' });
  });

  it('ends nothing without an answer, and says so', async () => {
    const { code, stderr } = await machine('--end', id);
    assert.equal(code, 1);
    assert.match(stderr, /Nothing was ended/);
    await access(place);
  });

  it('refuses to end what has an owner, and names it', async () => {
    const data = join(place, 'data');
    await mkdir(join(data, 'supervisor'), { recursive: true });
    await writeFile(join(data, 'supervisor/instance-id'), `${id}\n`);
    await writeFile(join(place, dataDirectoryFile), `${data}\n`);
    const { code, stderr } = await machine('--end', id, '--yes');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${id} belongs to ${data}`));
    await access(place);
  });

  it('says when there is nothing by that name', async () => {
    const { code, stderr } = await machine('--end', '00000000', '--yes');
    assert.equal(code, 3);
    assert.match(stderr, /00000000 holds nothing/);
  });
});
