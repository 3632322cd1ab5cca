import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the console shares with the service: rules that are code, without Node.js's modules. */
const shared = [
  'tables',
  'text',
  'desktops/computerName.ts',
  'desktops/create/nameDesktops.ts',
  'desktops/namePolicies/namePolicyFields.ts',
  'iam/signatures/canonicalRequest.ts',
  'iam/signatures/signRequest.ts',
  'http/apiTimes.ts',
  'network/ranges.ts',
  'schedules/taskFields.ts',
  'users/groups/groupFields.ts',
  'users/newUserBatches.ts',
  'users/newUserFaults.ts',
  'users/userFields.ts',
];

/**
 * 16 hex characters that change with anything that the build of the console depends on.
 * @param root of the clone
 * @param folder of the console
 */
export function hashInputs(root, folder) {
  const hash = createHash('sha256');
  const add = (base, path) => {
    for (const file of filesBelow(join(base, path))) {
      hash.update(`${relative(base, file)}\0`);
      hash.update(readFileSync(file)).update('\0');
    }
  };
  for (const path of ['index.html', 'package.json', 'src']) add(folder, path);
  for (const path of ['package-lock.json', 'scripts/console', 'samples/src', 'verify/src']) add(root, path);
  for (const path of shared) add(root, join('server/src', path));
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
