import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { readCommandLine } from './commandLine.js';
import { openDisks } from './disks/disks.js';
import { watchSpace } from './disks/spaceGuard.js';
import { openImages } from './images/imageStore.js';
import { isPort, isServer, openInventory } from './items/inventory.js';
import { openRecords } from './items/records.js';
import { openUids } from './items/uids.js';
import { HostFault } from './machine/fault.js';
import { takeHostLock } from './machine/hostLock.js';
import { describeMachine, readMachineShare } from './machine/machine.js';
import { closePlaces, layOut, preparePlaces, uidClaimsDir } from './machine/places.js';
import { endLaunchers, readBootId } from './machine/processes.js';
import { outliveReaders, say } from './machine/say.js';
import { firewallWarnings } from './network/firewalls.js';
import { openNetwork } from './network/ports.js';
import { closeCgroups, openCgroups } from './sandbox/cgroups.js';
import { openFigures } from './sandbox/figures.js';
import { isRunning } from './sandbox/servers.js';
import { createStartQueue } from './sandbox/startQueue.js';
import { fileStreams } from './verbs/fileStreams.js';
import { listen } from './verbs/listen.js';
import { answerLine } from './verbs/protocol.js';
import { createStreams, imageStreams } from './verbs/streams.js';
import { createVerbs } from './verbs/verbs.js';

const farewellMs = 10_000;

/** Starts the engine host and says so in one line; ends on SIGTERM or SIGINT and leaves the desktops alone. */
async function start(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (process.getuid?.() !== 0) throw new HostFault('refused', 'the engine host must run as root');
  process.umask(0o022);
  // Asked to stop while it starts, it starts to the end first: what it has made by then is taken away like everything else.
  const stopping = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  outliveReaders();
  const places = layOut(options);
  await preparePlaces(places);
  const bootId = await readBootId();
  await takeHostLock(places.lock, bootId);
  await endLaunchers(options.instance);
  const cgroups = await openCgroups(options.instance);
  const machine = await readMachineShare();
  const figures = await openFigures(places, cgroups, bootId, say);
  const uids = await openUids({ claimsDir: uidClaimsDir, stateDir: options.stateDir, now: Date.now });
  const { store, records } = await openRecords(places.records);
  const disks = await openDisks(places, options);
  const starts = createStartQueue(machine.cores.length + 1);
  const inventory = openInventory({
    places,
    cgroups,
    bootId,
    machine,
    figures,
    starts,
    disks,
    uids,
    store,
    records,
  });
  const running = () =>
    inventory
      .all()
      .filter(isServer)
      .filter((each) => isRunning(inventory, each));
  figures.watch(() => running().flatMap((each) => (each.sandbox === null ? [] : [each.sandbox.pid])));
  const images = await openImages(places, cgroups, say);
  const verbs = createVerbs(inventory, images, say);
  const network = await openNetwork(places, records.filter(isPort));
  const { egress } = places;
  if (egress !== undefined) network.push(...(await firewallWarnings(options.instance, egress.device)));
  const description = await describeMachine(options.instance, bootId, cgroups, figures, disks, network);
  verbs.resume();
  const stopWatching = watchSpace(inventory, say);
  const owner = { uid: options.clientUid, gid: options.clientGid };
  const streams = createStreams(new Map([...imageStreams(images), ...fileStreams(inventory)]));
  const answer = (line: string) => answerLine(line, verbs, description);
  const server = await listen(options.socket, owner, answer, streams);

  const end = async () => {
    server.close();
    stopWatching();
    await images.close();
    await Promise.race([verbs.idle(), pause(farewellMs)]);
    await rm(options.socket, { force: true });
    if (running().length === 0) {
      await figures.end();
      await closePlaces(places);
    }
    await closeCgroups(cgroups);
    await rm(places.lock, { force: true });
    process.exit(0);
  };
  stopping.then(end).catch(fail);
  for (const warning of description.warnings) say(`engine host: ${warning}`);
  say(`engine host ${options.instance} listens on ${options.socket}`);
}

function fail(error: unknown): void {
  say(`engine host: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

start().catch(fail);
