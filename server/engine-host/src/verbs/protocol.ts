import {
  type ItemRef,
  itemKinds,
  itemName,
  maxDiskGiB,
  readRef,
  readServerPorts,
  readServerSize,
  readSpec,
  refKeys,
  uuid,
} from '../items/items.js';
import { readPortRules } from '../items/portSpec.js';
import { powerActions } from '../items/records.js';
import { asFault, HostFault } from '../machine/fault.js';
import { type FieldReader, readObject } from '../machine/fields.js';
import type { Machine } from '../machine/machine.js';
import { noticeText } from '../sandbox/showNotice.js';
import type { Verbs } from './verbs.js';

/** The version of the conversation; a client of another version is told so by `hello`. */
export const protocolVersion = 5;
/** The longest request line, in bytes. */
export const maxLineLength = 65_536;

const verbNames = [
  'hello',
  'create',
  'findByName',
  'observe',
  'remove',
  'power',
  'plugVolume',
  'resizeVolume',
  'resizeServer',
  'connectServer',
  'replaceSystemDisk',
  'notify',
  'restoreSnapshot',
  'setPortRules',
  'list',
  'images',
  'removeImage',
] as const;
type VerbName = (typeof verbNames)[number];

/**
 * Answers one request line, `{"id": number, "verb": text, "params": object}`, with one answer line:
 * `{"id", "ok": true, "result"}` or `{"id", "ok": false, "reason", "message"}`, of some faults with a `kind`. Never throws.
 */
export async function answerLine(line: string, verbs: Verbs, machine: Machine): Promise<string> {
  let id: number | null = null;
  try {
    const request = readObject(parseJson(line), 'request', ['id', 'verb', 'params']);
    id = request.integer('id', 0, Number.MAX_SAFE_INTEGER);
    const verb = request.choice('verb', verbNames);
    const result = await answerers[verb](request, verbs, machine);
    return JSON.stringify({ id, ok: true, result });
  } catch (error) {
    const { reason, kind, message } = asFault(error);
    return JSON.stringify({ id, ok: false, reason, kind, message });
  }
}

type Answerer = (request: FieldReader, verbs: Verbs, machine: Machine) => unknown;

const answerers: Readonly<Record<VerbName, Answerer>> = {
  hello(request, verbs, machine) {
    request.object('params', []);
    return {
      protocol: protocolVersion,
      ...machine,
      warnings: [...machine.warnings, ...verbs.troubles()],
      disk: verbs.room(),
    };
  },
  create(request, verbs) {
    const fields = request.object('params', ['spec', 'notAfter']);
    const notAfter = fields.isNull('notAfter')
      ? null
      : fields.integer('notAfter', 0, Number.MAX_SAFE_INTEGER);
    return verbs.create(readSpec(fields, 'spec'), notAfter);
  },
  findByName(request, verbs) {
    const fields = request.object('params', ['kind', 'name', 'making']);
    const making = !fields.isAbsent('making') && fields.flag('making');
    return verbs.findByName(fields.choice('kind', itemKinds), fields.text('name', itemName), making);
  },
  observe: (request, verbs) => verbs.observe(refOf(request.object('params', ['ref']))),
  remove(request, verbs) {
    const fields = request.object('params', ['ref', 'force', 'unplug']);
    const unplug = !fields.isAbsent('unplug') && fields.flag('unplug');
    return verbs.remove(refOf(fields), fields.flag('force'), unplug);
  },
  async power(request, verbs) {
    const fields = request.object('params', ['ref', 'action', 'hard']);
    await verbs.power(refOf(fields), fields.choice('action', powerActions), fields.flag('hard'));
    return null;
  },
  async plugVolume(request, verbs) {
    const fields = request.object('params', ['ref', 'volume']);
    const volume = readRef(fields.object('volume', refKeys));
    if (volume.kind !== 'volume') throw new HostFault('refused', 'volume must name a volume');
    await verbs.plugVolume(refOf(fields), volume);
    return null;
  },
  async resizeVolume(request, verbs) {
    const fields = request.object('params', ['ref', 'sizeGiB']);
    await verbs.resizeVolume(refOf(fields), fields.integer('sizeGiB', 1, maxDiskGiB));
    return null;
  },
  async resizeServer(request, verbs) {
    const fields = request.object('params', ['ref', 'vcpus', 'memoryMiB']);
    await verbs.resizeServer(refOf(fields), readServerSize(fields));
    return null;
  },
  async connectServer(request, verbs) {
    const fields = request.object('params', ['ref', 'ports']);
    await verbs.connectServer(refOf(fields), readServerPorts(fields));
    return null;
  },
  async replaceSystemDisk(request, verbs) {
    const fields = request.object('params', ['ref', 'volume', 'imageId', 'notAfter']);
    const volume = readRef(fields.object('volume', refKeys));
    if (volume.kind !== 'volume') throw new HostFault('refused', 'volume must name a volume');
    const imageId = fields.text('imageId', uuid);
    await verbs.replaceSystemDisk(refOf(fields), volume, imageId, readLatest(fields));
    return null;
  },
  async notify(request, verbs) {
    const fields = request.object('params', ['ref', 'text']);
    await verbs.notify(refOf(fields), fields.text('text', noticeText));
    return null;
  },
  async restoreSnapshot(request, verbs) {
    const fields = request.object('params', ['ref', 'notAfter']);
    await verbs.restoreSnapshot(refOf(fields), readLatest(fields));
    return null;
  },
  async setPortRules(request, verbs) {
    const fields = request.object('params', ['ref', 'rules']);
    await verbs.setPortRules(refOf(fields), readPortRules(fields, 'rules'));
    return null;
  },
  list: (request, verbs) => verbs.list(request.object('params', ['kind']).choice('kind', itemKinds)),
  images(request, verbs) {
    request.object('params', []);
    return verbs.images();
  },
  async removeImage(request, verbs) {
    await verbs.removeImage(request.object('params', ['id']).text('id', uuid));
    return null;
  },
};

/** Until when a call may begin; null: at any time. */
function readLatest(fields: FieldReader): number | null {
  return fields.isAbsent('notAfter') ? null : fields.integer('notAfter', 0, Number.MAX_SAFE_INTEGER);
}

function refOf(fields: FieldReader): ItemRef {
  return readRef(fields.object('ref', refKeys));
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new HostFault('refused', 'the request is not JSON', { cause: error });
  }
}
