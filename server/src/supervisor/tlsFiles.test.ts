import assert from 'node:assert/strict';
import { chmod, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { StartError } from '../system/errorCode.js';
import { isRoot } from '../system/systemUsers.js';
import type { TlsPair } from '../system/tlsPair.js';
import { makeCertificate } from '../testing/makeCertificate.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';
import { openTlsFiles, type TlsSource } from './tlsFiles.js';

let directory: TemporaryDirectory;
let files: { certificate: string; key: string };
let said: string[];
let source: TlsSource | undefined;
beforeEach(async () => {
  directory = await makeTemporaryDirectory();
  files = { certificate: join(directory.path, 'chain.pem'), key: join(directory.path, 'key.pem') };
  said = [];
});
afterEach(async () => {
  source?.close();
  source = undefined;
  await directory.remove();
});

const terminal = {
  step: (text: string) => void said.push(text),
  event: (text: string) => void said.push(text),
};
const write = async ({ cert, key }: TlsPair): Promise<void> => {
  await writeFile(files.certificate, cert);
  await writeFile(files.key, key);
};
async function open(): Promise<TlsPair[]> {
  const renewals: TlsPair[] = [];
  source = await openTlsFiles(files, terminal, 10);
  source.onRenewal((pair) => renewals.push(pair));
  return renewals;
}
const untilSaid = (words: RegExp): Promise<true> =>
  waitUntil(() => said.some((line) => words.test(line)) || undefined, `${words} in ${said.join('\n')}`);
const ended = new Date(Date.now() - 60_000);

describe('the TLS files', () => {
  it('are refused at the start with the file at fault, and without a word of the key', async () => {
    const good = makeCertificate(['localhost']);
    const refusal = async (): Promise<string> => {
      const error: unknown = await openTlsFiles(files, terminal).catch((reason: unknown) => reason);
      assert.ok(error instanceof StartError, String(error));
      assert.doesNotMatch(error.message, /BEGIN (?:EC )?PRIVATE KEY-----\n/);
      return error.message;
    };
    assert.match(
      await refusal(),
      /DESKPLANE_TLS_CERTIFICATE: .*chain\.pem cannot be read: it does not exist/,
    );
    await writeFile(files.certificate, good.cert);
    assert.match(await refusal(), /DESKPLANE_TLS_KEY: .*key\.pem cannot be read: it does not exist/);
    await writeFile(files.key, makeCertificate(['localhost']).key);
    assert.match(await refusal(), /the key is not that of the certificate/);
    await writeFile(files.key, 'nonsense');
    assert.match(await refusal(), /the key is not a PEM private key/);
    await writeFile(files.certificate, 'nonsense');
    assert.match(await refusal(), /the certificate is not PEM/);
    await rm(files.certificate);
    await symlink(directory.path, files.certificate);
    assert.match(await refusal(), /it is a directory/);
    if (!isRoot()) {
      await rm(files.certificate);
      await write(good);
      await chmod(files.key, 0);
      assert.match(await refusal(), /this user may not read it/);
    }
  });

  it('are used also when the certificate has ended, which is said', async () => {
    await write(makeCertificate(['localhost'], ended));
    await open();
    assert.match(said[0] ?? '', /a certificate that expired on/);
  });

  it('are taken over when both have changed, by whatever way they were replaced', async () => {
    const [first, second, third] = [1, 2, 3].map(() => makeCertificate(['localhost']));
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    await write(first);
    const renewals = await open();
    assert.deepEqual(source?.current(), first);
    await write(second);
    await waitUntil(() => renewals.length === 1, 'the second pair');
    await writeFile(join(directory.path, 'new'), third.cert);
    await rename(join(directory.path, 'new'), files.certificate);
    await rm(files.key);
    await writeFile(join(directory.path, 'other'), third.key);
    await symlink(join(directory.path, 'other'), files.key);
    await waitUntil(() => renewals.length === 2, 'the third pair');
    assert.deepEqual(renewals, [second, third]);
    assert.deepEqual(source?.current(), third);
  });

  it('stay as they were when the new ones cannot be used, which is said once with the reason', async () => {
    const first = makeCertificate(['localhost']);
    await write(first);
    const renewals = await open();
    const [next] = [makeCertificate(['localhost'])];
    await writeFile(files.certificate, next.cert);
    await untilSaid(/changed and cannot be used.*stays: the key is not that of the certificate/);
    await rm(files.key);
    await untilSaid(/stays: DESKPLANE_TLS_KEY.*does not exist/);
    await write(makeCertificate(['localhost'], ended));
    await untilSaid(/stays: the certificate expired on/);
    assert.deepEqual(source?.current(), first);
    await write(next);
    await untilSaid(/was renewed: it is valid until/);
    assert.deepEqual(renewals, [next]);
    assert.equal(new Set(said).size, said.length, said.join('\n'));
  });
});
