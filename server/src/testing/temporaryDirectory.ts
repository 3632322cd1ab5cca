import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** A directory for one suite that users of the system may pass through; removed when the suite is over. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'dpl-'));
  await chmod(path, 0o711);
  after(() => rm(path, { recursive: true, force: true }));
  return path;
}
