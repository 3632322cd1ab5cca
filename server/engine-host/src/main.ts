import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { readCommandLine } from './commandLine.js';
import { openImages } from './images/imageStore.js';
import { openInventory } from './items/inventory.js';
import { openRecords } from './items/records.js';
import { openUidRange } from './items/uids.js';
import { HostFault } from './machine/fault.js';
import { takeHostLock } from './machine/hostLock.js';
import { describeMachine } from './machine/machine.js';
import { layOut, preparePlaces } from './machine/places.js';
import { readBootId } from './machine/processes.js';
import { outliveReaders, say } from './machine/say.js';
import { closeCgroups, openCgroups } from './sandbox/cgroups.js';
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
  outliveReaders();
  const places = layOut(options);
  await preparePlaces(places);
  const bootId = await readBootId();
  await takeHostLock(places.lock, bootId);
  const cgroups = await openCgroups(options.instance);
  const uidRange = await openUidRange(places.uidRange);
  const { store, records } = await openRecords(places.records);
  const inventory = openInventory({ places, cgroups, bootId, uidRange, store, records });
  const images = await openImages(places);
  const verbs = createVerbs(inventory, images, say);
  const machine = await describeMachine(options.instance, bootId, cgroups);
  verbs.resume();
  const owner = { uid: options.clientUid, gid: options.clientGid };
  const streams = createStreams(new Map(imageStreams(images)));
  const server = await listen(options.socket, owner, (line) => answerLine(line, verbs, machine), streams);

  const end = async () => {
    server.close();
    await Promise.race([verbs.idle(), pause(farewellMs)]);
    await closeCgroups(cgroups);
    await rm(options.socket, { force: true });
    await rm(places.lock, { force: true });
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      end().catch(fail);
    });
  }
  say(`engine host ${options.instance} listens on ${options.socket}`);
}

function fail(error: unknown): void {
  say(`engine host: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

start().catch(fail);
