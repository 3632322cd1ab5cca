import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../items/records.js';
import { systemCode } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import type { HostRules } from './hostScript.js';

const settings = '/proc/sys/net';

/** A setting of the machine that we changed. */
interface Changed {
  readonly key: string;
  readonly was: string;
  readonly set: string;
}

/**
 * Lets the machine forward between the outside and the cables of routers, by interface where the kernel can. What it changes
 * is on record before, so that {@link restoreForwarding} can take it back.
 * IPv6: since Linux 6.17 an interface alone can forward. Before that the whole machine does or nothing, and a machine that
 * forwards takes no router advertisements unless each interface is told to (`accept_ra` 2): otherwise it would lose its own
 * IPv6 here.
 * @param record the file that remembers
 * @param device the interface that leads out
 * @returns what forwarded nothing before
 */
export async function allowForwarding(
  record: string,
  device: string,
  families: { readonly ipv6: boolean },
): Promise<HostRules['guards']> {
  await change(record, `ipv4/conf/${device}/forwarding`, '1');
  if (families.ipv6) {
    const alone = `ipv6/conf/${device}/force_forwarding`;
    if ((await read(alone)) !== undefined) await change(record, alone, '1');
    else if ((await read('ipv6/conf/all/forwarding')) === '0') {
      for (const name of await readdir(join(settings, 'ipv6/conf'))) {
        const key = `ipv6/conf/${name}/accept_ra`;
        if (name !== 'all' && (await read(key)) === '1') await change(record, key, '2');
      }
      await change(record, 'ipv6/conf/all/forwarding', '1');
    }
  }
  const changed = new Set((await readChanges(record)).map(({ key }) => key));
  const guards = new Set<'ipv4' | 'ipv6' | 'all-ipv6'>();
  if (changed.has(`ipv4/conf/${device}/forwarding`)) guards.add('ipv4');
  if (changed.has(`ipv6/conf/${device}/force_forwarding`)) guards.add('ipv6');
  if (changed.has('ipv6/conf/all/forwarding')) guards.add('all-ipv6');
  return guards;
}

/** Lets the machine's end of a router's cable forward; it goes with the cable. */
export async function allowCable(device: string): Promise<void> {
  await writeFile(join(settings, `ipv4/conf/${device}/forwarding`), '1');
  const alone = `ipv6/conf/${device}/force_forwarding`;
  if ((await read(alone)) !== undefined) await writeFile(join(settings, alone), '1');
}

/** Takes back what was changed and is still as we set it; the last change first. */
export async function restoreForwarding(record: string): Promise<void> {
  for (const { key, was, set } of (await readChanges(record)).toReversed()) {
    if ((await read(key)) === set) await writeFile(join(settings, key), was);
  }
  await rm(record, { force: true });
}

async function change(record: string, key: string, value: string): Promise<void> {
  const was = await read(key);
  if (was === value || was === undefined) return;
  const known = await readChanges(record);
  // Set back by somebody, or by a restart: what was before us is on record already.
  if (!known.some((each) => each.key === key)) {
    await writeDurably(record, `${JSON.stringify({ changed: [...known, { key, was, set: value }] })}\n`);
  }
  await writeFile(join(settings, key), value);
}

async function readChanges(record: string): Promise<Changed[]> {
  let text: string;
  try {
    text = await readFile(record, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
  const keys = ['key', 'was', 'set'];
  return readObject(JSON.parse(text), record, ['changed'])
    .objects('changed', 4096, keys)
    .map((fields) => ({
      key: fields.text('key', /^ipv[46]\/conf\/[^/]{1,15}\/[a-z_]{1,32}$/),
      was: fields.text('was', /^\d{1,3}$/),
      set: fields.text('set', /^\d{1,3}$/),
    }));
}

/** Undefined where the kernel or the interface is not there. */
async function read(key: string): Promise<string | undefined> {
  try {
    return (await readFile(join(settings, key), 'utf8')).trim();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
