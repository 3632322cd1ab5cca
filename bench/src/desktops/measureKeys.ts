import { setTimeout as pause } from 'node:timers/promises';
import type { EngineHostProcess } from '@deskplane/server/testing/engineHostProcess.js';
import { screenPath } from '@deskplane/server/testing/localDesktop.js';
import { type Viewer, viewScreen } from '@deskplane/server/testing/rfbClient.js';
import { type Bench, openBench } from '../bench.js';
import type { Interruption } from '../interruption.js';
import { openDatabases } from '../openDatabases.js';
import { type Spread, spreadOf } from '../spread.js';
import { openPageStream } from './pageStream.js';
import { often, untilUsable } from './timeDesktop.js';

/** From a key to the first pixels that it changes, in milliseconds. */
export interface KeyFigures {
  /** On the screen's own socket. */
  readonly direct: Spread;
  /** As the screen page: by WebSocket through the service. */
  readonly throughService: Spread;
}

/** Orders a desktop from a service, and presses keys on it by both ways. */
export async function measureKeys(
  interruption: Interruption,
  host: EngineHostProcess,
  keys: number,
  progress: (text: string) => void,
): Promise<KeyFigures> {
  progress('  keys, by the socket and through the service');
  const databases = await openDatabases(process.env['DATABASE_URL']);
  try {
    const bench = await openBench(databases, { engineSocket: host.socketPath });
    try {
      const desktop = await orderDesktop(interruption, host, bench);
      const [server] = await host.engine.list('server');
      if (server === undefined) throw new Error('the ordered desktop has no server');
      const direct = await timeKeys(interruption, keys, () => viewScreen(screenPath(host, server)));
      const secret = await openPage(bench, desktop);
      const throughService = await timeKeys(interruption, keys, () =>
        viewScreen(openPageStream(bench.ready.endpoint, secret)),
      );
      const answer = await bench.call('DELETE', `/desktops/${desktop}?is_force_delete=true`);
      if (answer.status !== 204) throw new Error(`the deletion is answered ${answer.status}: ${answer.text}`);
      await often(interruption, 'the ordered desktop is gone', async () => {
        const left = await Promise.all(
          (['server', 'volume', 'port'] as const).map((kind) => host.engine.list(kind)),
        );
        return left.flat().length === 0 || JSON.stringify(left.flat());
      });
      return { direct: spreadOf(direct), throughService: spreadOf(throughService) };
    } finally {
      await bench.close();
    }
  } finally {
    await databases.close();
  }
}

async function orderDesktop(
  interruption: Interruption,
  host: EngineHostProcess,
  bench: Bench,
): Promise<string> {
  const answer = await bench.call('POST', '/desktops', {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.small',
    image_type: 'gold',
    image_id: host.engine.offer.images[0]?.id,
    root_volume: { type: 'SAS', size: 80 },
    size: 1,
    desktop_name: 'keys',
  });
  const job = wordIn(answer.text, 'job_id');
  let desktop = '';
  await often(interruption, 'the ordered desktop runs', async () => {
    const { text } = await bench.call('GET', `/workspace-sub-jobs?job_id=${job}`);
    if (!/"status":"SUCCESS"/.test(text)) return text;
    desktop = wordIn(text, 'desktop_id');
    return true;
  });
  return desktop;
}

/** What the page does with the address of the screen. @returns its secret */
async function openPage(bench: Bench, desktop: string): Promise<string> {
  const address = await bench.call('GET', `/desktops/${desktop}/remote-consoles`);
  const { hash } = new URL(wordIn(address.text, 'url'));
  const token = new URLSearchParams(hash.slice(1)).get('token');
  const session = await bench.call('POST', '//screen/sessions', { token }, { origin: bench.ready.endpoint });
  return wordIn(session.text, 'secret');
}

async function timeKeys(
  interruption: Interruption,
  count: number,
  connect: () => Promise<Viewer>,
): Promise<number[]> {
  const viewer = await interruption.within('the screen is connected', connect);
  try {
    await untilUsable(interruption, viewer);
    const times: number[] = [];
    for (let index = 0; index < count; index += 1)
      times.push(await interruption.within('a key changes pixels', () => timeKey(viewer), 30_000));
    return times;
  } finally {
    viewer.close();
  }
}

async function timeKey(viewer: Viewer): Promise<number> {
  // What the last key changed is shown, so that the next change is this key's.
  await pause(100);
  await viewer.look();
  const change = viewer.change();
  const begun = performance.now();
  const pressed = viewer.type('a');
  await change;
  const took = performance.now() - begun;
  await pressed;
  return took;
}

/** The first text of that name in an answer. */
function wordIn(answer: string, name: string): string {
  const found = new RegExp(`"${name}":"([^"]+)"`).exec(answer)?.[1];
  if (found === undefined) throw new Error(`no ${name} in the answer: ${answer}`);
  return found;
}
