import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathLeftover } from '../disks/leftovers.js';
import { thawDisk } from '../disks/snapshots.js';
import { type Inventory, isServer } from '../items/inventory.js';
import type { ServerRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { isAlive, killExactly, processesOfUser, startTimeOf } from '../machine/processes.js';
import { ensurePort } from '../network/ports.js';
import { bundleLeftovers, makeBundle, removeBundle } from './bundle.js';
import { groupLeftovers, isFrozen, killGroup, removeGroup } from './cgroups.js';
import { pauseContainer, resumeContainer, runContainer, signalContainer } from './runc.js';
import { publishScreen, removeScreen } from './screens.js';

const screenDeadlineMs = 30_000;
const graceMs = 5000;
/** How long killed processes usually take at most. */
const dyingMs = 2000;
const endDeadlineMs = 5000;

/** Whether the server's first process lives now, frozen or not. */
export function isRunning(inventory: Inventory, server: ServerRecord): boolean {
  return server.sandbox !== null && isAlive(server.sandbox, inventory.bootId);
}

/**
 * Starts a server from a clean slate, once it is its turn, and returns once its screen answers. A hibernated one is woken.
 * @throws {HostFault} leaving nothing running
 */
export async function startServer(inventory: Inventory, server: ServerRecord): Promise<void> {
  // One whose screen was never published was left in the middle of its start, by an engine host that was killed.
  const isComplete = (await pathLeftover(inventory.places.screen(server.short))).length > 0;
  if (isRunning(inventory, server) && isComplete) return wakeServer(inventory, server);
  const wanted = () => server.phase !== 'removing' && server.pending !== 'stop';
  await inventory.starts.run(wanted, async () => {
    await clearRun(inventory, server);
    await noteEnd(inventory, server);
    try {
      await launch(inventory, server);
      const stillWanted = () => wanted() && isRunning(inventory, server);
      await publishScreen(inventory.places, server, stillWanted, screenDeadlineMs);
    } catch (error) {
      await clearRun(inventory, server);
      await noteEnd(inventory, server);
      throw error;
    }
  });
}

/**
 * Stops a server and returns once nothing of it runs. Its disks and port stay.
 * @param hard without asking the guest's programs first
 */
export async function stopServer(inventory: Inventory, server: ServerRecord, hard: boolean): Promise<void> {
  await endRun(inventory, server, hard);
  await noteEnd(inventory, server);
}

/**
 * Freezes a running server with all that is in its memory. Recorded before it is done.
 * @throws {HostFault} `conflict` when it does not run
 */
export async function hibernateServer(inventory: Inventory, server: ServerRecord): Promise<void> {
  if (!isRunning(inventory, server)) {
    throw new HostFault('conflict', 'only a running desktop can be hibernated');
  }
  server.hibernated = true;
  await inventory.save(server);
  if (!isFrozen(inventory.cgroups, server.short)) await pauseContainer(inventory.places, server.short);
}

/** Lets a hibernated server go on; nothing when it is not. @throws {HostFault} */
export async function wakeServer(inventory: Inventory, server: ServerRecord): Promise<void> {
  if (isFrozen(inventory.cgroups, server.short)) await resumeContainer(inventory.places, server.short);
  if (!server.hibernated) return;
  server.hibernated = false;
  await inventory.save(server);
}

/**
 * Notes that a hibernated server has lost its memory, if it has.
 * @returns whether it has
 */
export function loseMemory(inventory: Inventory, server: ServerRecord): boolean {
  if (!server.hibernated || isRunning(inventory, server)) return false;
  const why =
    server.sandbox?.bootId === inventory.bootId ? 'the desktop was killed' : 'the machine was restarted';
  server.hibernated = false;
  // There is nothing to freeze or wake any more.
  if (server.pending === 'hibernate' || server.pending === 'wake') server.pending = null;
  server.failure = `${why} while it was hibernated: what it had in memory is lost`;
  return true;
}

/**
 * Stops a server and takes away everything that was made for it but its record.
 * @returns what is still there, in words
 * @throws {HostFault} naming what does not go
 */
export async function removeServer(
  inventory: Inventory,
  server: ServerRecord,
  hard: boolean,
): Promise<string[]> {
  await endRun(inventory, server, hard);
  const end = performance.now() + endDeadlineMs;
  for (;;) {
    const left = await serverLeftovers(inventory, server);
    if (left.length === 0 || performance.now() > end) return left;
    // A process leaves its groups a little before it has ended.
    await pause(5);
  }
}

/** What is still there of a server, in words: processes, cgroups, directories, mounts, sockets. */
export async function serverLeftovers(
  inventory: Inventory,
  server: { readonly short: string; readonly uid: number | undefined },
): Promise<string[]> {
  const { places, cgroups } = inventory;
  return [
    ...ownProcesses(inventory, server).map((pid) => `process ${pid}`),
    ...(await groupLeftovers(cgroups, server.short)),
    ...(await pathLeftover(join(places.runc, server.short))),
    ...(await pathLeftover(places.screen(server.short))),
    ...(await bundleLeftovers(places, server.short)),
  ];
}

/**
 * The living processes of a server's user. Two servers of one desktop share their user: whose a process is, is then told by its
 * group alone.
 */
function ownProcesses(
  inventory: Inventory,
  { short, uid }: { readonly short: string; readonly uid: number | undefined },
): number[] {
  const shared = inventory.all().some((each) => isServer(each) && each.uid === uid && each.short !== short);
  return uid === undefined || shared ? [] : processesOfUser(uid);
}

async function launch(inventory: Inventory, server: ServerRecord): Promise<void> {
  const port = inventory.portOf(server);
  if (port !== undefined) await ensurePort(inventory.places, port);
  await makeBundle(inventory, server);
  const pid = await runContainer(inventory.places, server.short);
  const startTime = startTimeOf(pid);
  if (startTime === undefined) throw new HostFault('internal', 'the desktop ended at once');
  server.sandbox = { pid, startTime, bootId: inventory.bootId };
  await inventory.save(server);
}

/** SIGTERM to every program of the desktop, then some time to end. */
async function askToEnd(inventory: Inventory, server: ServerRecord): Promise<void> {
  try {
    await wakeServer(inventory, server);
    await signalContainer(inventory.places, server.short, 'TERM');
  } catch (error) {
    // It may end meanwhile, and then has nothing to be asked; otherwise it is killed without having been asked.
    if (!(error instanceof HostFault)) throw error;
  }
  const end = performance.now() + graceMs;
  const patient = () => performance.now() < end && !server.pendingHard;
  while (isRunning(inventory, server) && patient()) await pause(10);
}

async function endRun(inventory: Inventory, server: ServerRecord, hard: boolean): Promise<void> {
  if (!hard && isRunning(inventory, server)) await askToEnd(inventory, server);
  await clearRun(inventory, server);
}

/** Of a server that goes there is no need to: its record goes next. */
async function noteEnd(inventory: Inventory, server: ServerRecord): Promise<void> {
  if (server.sandbox === null && !server.hibernated) return;
  server.sandbox = null;
  server.hibernated = false;
  await inventory.save(server);
}

/**
 * Ends every process of the server and removes what only a running server has, whatever an earlier attempt or a restart of the
 * machine left. All processes of a desktop are in its groups, so nothing else is asked, not even runc.
 */
async function clearRun(inventory: Inventory, server: ServerRecord): Promise<void> {
  const { places, cgroups } = inventory;
  // The death of a process namespace's first process is the death of all in it.
  if (server.sandbox !== null && isRunning(inventory, server)) killExactly(server.sandbox);
  await killAll(inventory, server);
  await removeGroup(cgroups, server.short);
  await removeScreen(places, server.short);
  await removeBundle(places, server.short);
}

/** A process whose write waits for a frozen disk cannot be killed, and whoever froze it may be gone. */
async function killAll(inventory: Inventory, server: ServerRecord): Promise<void> {
  try {
    await killGroup(inventory.cgroups, server.short, dyingMs);
  } catch (error) {
    if (!(error instanceof HostFault && error.reason === 'timeout')) throw error;
    for (const disk of inventory.volumesOf(server)) await thawDisk(inventory, disk);
    await killGroup(inventory.cgroups, server.short);
  }
}
