import { readFile } from 'node:fs/promises';
import { asFault, systemCode } from '../machine/fault.js';
import { run } from '../machine/run.js';
import { hostTable, uplinkPrefix } from './hostScript.js';

/**
 * What stands between desktops and the outside although we allow it, in plain words: chains of others (Docker, ufw,
 * firewalld) that drop what is forwarded. They are looked at, never changed.
 */
export async function firewallWarnings(instance: string, device: string): Promise<string[]> {
  const warnings: string[] = [];
  if (!(await hasInterface(device))) {
    warnings.push(
      `DESKPLANE_EGRESS names the interface ${device}, which is not there: desktops reach nothing outside`,
    );
  }
  try {
    const ruleset: unknown = JSON.parse(await run('nft', ['-j', 'list', 'ruleset']));
    for (const chain of droppingChains(ruleset, hostTable(instance).replace('inet ', ''))) {
      warnings.push(
        `the firewall chain ${chain} drops what is forwarded, so that desktops may reach nothing outside: let it accept from and to the interfaces ${uplinkPrefix(instance)}*`,
      );
    }
  } catch (error) {
    warnings.push(`the firewall rules of this machine cannot be read: ${asFault(error).message}`);
  }
  const legacy = await readIfThere('/proc/net/ip_tables_names');
  if (legacy?.includes('filter')) {
    warnings.push(
      'this machine has rules of iptables-legacy, which nft does not show: they may drop what desktops send out',
    );
  }
  return warnings;
}

/**
 * The chains, as `family table chain`, that drop forwarded packets by their policy or, at their end, all that is left.
 * @param ruleset what `nft -j list ruleset` says (libnftables-json(5))
 * @param own the table that is not a stranger's
 */
export function droppingChains(ruleset: unknown, own: string): string[] {
  const entries = listAt(ruleset, 'nftables');
  const nameOf = (entry: unknown, key: string) =>
    ['family', 'table', key].map((each) => String(fieldOf(entry, each))).join(' ');
  const rules = entries.map((each) => fieldOf(each, 'rule')).filter((each) => each !== undefined);
  return entries
    .map((each) => fieldOf(each, 'chain'))
    .filter((chain) => fieldOf(chain, 'hook') === 'forward' && fieldOf(chain, 'table') !== own)
    .filter((chain) => {
      const name = nameOf(chain, 'name');
      const last = rules.findLast((rule) => nameOf(rule, 'chain') === name);
      return fieldOf(chain, 'policy') === 'drop' || endsAll(listAt(last, 'expr'));
    })
    .map((chain) => nameOf(chain, 'name'));
}

/** Whether a rule without any condition drops or rejects; counters and logs are none. */
function endsAll(expressions: readonly unknown[]): boolean {
  const kinds = expressions.flatMap((each) =>
    typeof each === 'object' && each !== null ? Object.keys(each) : [],
  );
  const verdict = kinds.at(-1) ?? '';
  return (
    ['drop', 'reject'].includes(verdict) &&
    kinds.slice(0, -1).every((kind) => ['counter', 'log'].includes(kind))
  );
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = fieldOf(value, key);
  return Array.isArray(found) ? found : [];
}

async function hasInterface(name: string): Promise<boolean> {
  const table = await readFile('/proc/self/net/dev', 'utf8');
  return table.split('\n').some((line) => line.trim().startsWith(`${name}:`));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
