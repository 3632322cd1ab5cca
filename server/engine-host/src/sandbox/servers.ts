import { setTimeout as pause } from 'node:timers/promises';
import { pathLeftover, removeTree } from '../disks/leftovers.js';
import { openDisk } from '../disks/openDisk.js';
import type { Inventory } from '../items/inventory.js';
import type { ServerRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { findSandboxProcesses, isAlive, killExactly, killSandbox } from '../machine/processes.js';
import { run } from '../machine/run.js';
import { ensurePort, namespacePath } from '../network/ports.js';
import { groupLeftovers, joinGroup, makeGroup, removeGroup } from './cgroups.js';
import { writeGuestFiles } from './guestFiles.js';
import { launchSandbox } from './sandbox.js';
import { prepareScreen, publishScreen, removeScreen } from './screens.js';

const screenDeadlineMs = 30_000;
const graceMs = 5000;

/** The mark that all privileged processes of a server's sandbox carry in their environment. */
export function markOf(inventory: Inventory, generation: string): string {
  return `${inventory.places.instance}:${generation}`;
}

/** Whether the server's sandbox runs now. */
export function isRunning(inventory: Inventory, server: ServerRecord): boolean {
  return server.sandbox !== null && isAlive(server.sandbox, inventory.bootId);
}

/**
 * Starts a server from a clean slate and returns once its screen answers.
 * @throws {HostFault} leaving nothing running
 */
export async function startServer(inventory: Inventory, server: ServerRecord): Promise<void> {
  if (isRunning(inventory, server)) return;
  await clearRun(inventory, server);
  try {
    await launch(inventory, server);
    const wanted = () => server.phase !== 'removing' && isRunning(inventory, server);
    await publishScreen(inventory.places, server, wanted, screenDeadlineMs);
  } catch (error) {
    await clearRun(inventory, server);
    throw error;
  }
}

/**
 * Stops a server and returns once nothing of it runs. Its disks and port stay.
 * @param hard without asking the guest's programs first
 */
export async function stopServer(inventory: Inventory, server: ServerRecord, hard: boolean): Promise<void> {
  if (!hard) await askToEnd(inventory, server);
  await clearRun(inventory, server);
}

/** Stops a server and takes away everything that was made for it. @throws {HostFault} naming what does not go */
export async function removeServer(inventory: Inventory, server: ServerRecord, hard: boolean): Promise<void> {
  await stopServer(inventory, server, hard);
  await removeTree(inventory.places.server(server.short));
}

/** What is still there of a server, in words: processes, cgroups, directories, sockets. */
export async function serverLeftovers(
  inventory: Inventory,
  server: { readonly short: string; readonly generation: string; readonly uid: number | undefined },
): Promise<string[]> {
  const { places, cgroups } = inventory;
  const processes = await findSandboxProcesses(markOf(inventory, server.generation), server.uid);
  return [
    ...processes.map((each) => `process ${each.pid}`),
    ...(await groupLeftovers(cgroups, server.short)),
    ...(await pathLeftover(places.server(server.short))),
    ...(await pathLeftover(places.screen(server.short))),
    ...(await pathLeftover(places.guestScreen(server.short))),
  ];
}

async function launch(inventory: Inventory, server: ServerRecord): Promise<void> {
  const { places, cgroups } = inventory;
  const { short, uid, spec } = server;
  const port = inventory.portOf(server);
  const [systemDisk, ...dataDisks] = inventory.volumesOf(server);
  if (systemDisk === undefined) throw new HostFault('internal', 'the server has no system disk');
  if (port !== undefined) await ensurePort(places, port);
  const systemDir = await openDisk(inventory, systemDisk);
  const others: { device: string; dir: string }[] = [];
  for (const disk of dataDisks) {
    others.push({ device: disk.spec.device, dir: await openDisk(inventory, disk) });
  }
  await writeGuestFiles(places.server(short), server, port?.spec.address);
  await prepareScreen(places, short, uid);
  await makeGroup(cgroups, short, spec.memoryMiB);
  const sandbox = await launchSandbox(
    {
      uid,
      hostName: spec.hostName,
      namespacePath: port === undefined ? undefined : namespacePath(places, port.short),
      filesDir: places.server(short),
      screenDir: places.guestScreen(short),
      systemDisk: systemDir,
      dataDisks: others,
    },
    markOf(inventory, server.generation),
    inventory.bootId,
  );
  server.sandbox = sandbox.identity;
  await inventory.save(server);
  await joinGroup(cgroups, short, sandbox.identity.pid);
  sandbox.release();
}

/** SIGTERM to every program of the guest, from inside its process namespace, so that no other can be hit. */
async function askToEnd(inventory: Inventory, server: ServerRecord): Promise<void> {
  const { sandbox, uid } = server;
  if (sandbox === null || !isRunning(inventory, server)) return;
  try {
    const words = [
      ['--target', String(sandbox.pid), '--pid', '--'],
      ['setpriv', '--reuid', String(uid), '--regid', String(uid), '--clear-groups', '--no-new-privs'],
      ['--', 'kill', '-TERM', '--', '-1'],
    ].flat();
    await run('nsenter', words);
  } catch (error) {
    // The asking is itself among those asked, so it may die of it; a guest that is gone has nothing to be asked.
    if (!(error instanceof HostFault)) throw error;
  }
  const end = performance.now() + graceMs;
  const patient = () => performance.now() < end && !server.pendingHard;
  while (isRunning(inventory, server) && patient()) await pause(20);
}

/** Ends every process of the server and removes what only a running server has. */
async function clearRun(inventory: Inventory, server: ServerRecord): Promise<void> {
  // The death of a process namespace's first process is the death of all in it.
  if (server.sandbox !== null && isRunning(inventory, server)) killExactly(server.sandbox);
  await killSandbox(markOf(inventory, server.generation), server.uid);
  await removeGroup(inventory.cgroups, server.short);
  await removeScreen(inventory.places, server.short);
  if (server.sandbox !== null) {
    server.sandbox = null;
    await inventory.save(server);
  }
}
