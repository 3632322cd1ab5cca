import type { Socket } from 'node:net';
import { uploadId } from '../images/imageRecords.js';
import type { Inventory } from '../items/inventory.js';
import { readRef, refKeys } from '../items/items.js';
import { HostFault } from '../machine/fault.js';
import {
  dropTransfer,
  finishTransfer,
  listTransferFiles,
  maxPieceBytes,
  maxTransferBytes,
  readTransferFile,
  writeTransferPiece,
} from '../sandbox/transferFiles.js';
import { checkFileName } from '../sandbox/transferNames.js';
import { runningDesktop } from './serverVerbs.js';
import type { RawStream, StreamVerb } from './streams.js';

/** Files up and down: a running desktop's folder `~/Transfer`, reached inside it and as its user. */
export function fileStreams(inventory: Inventory): [name: string, verb: StreamVerb][] {
  return [
    [
      'listFiles',
      async (request) => {
        const desktop = runningDesktop(
          inventory,
          readRef(request.object('params', ['ref']).object('ref', refKeys)),
        );
        return sending(Buffer.from(JSON.stringify(await listTransferFiles(desktop))), {});
      },
    ],
    [
      'readFile',
      async (request) => {
        const params = request.object('params', ['ref', 'name', 'offset', 'length']);
        const name = checkFileName(params.text('name', /^/));
        const offset = params.integer('offset', 0, maxTransferBytes);
        const length = params.integer('length', 1, maxPieceBytes);
        const desktop = runningDesktop(inventory, readRef(params.object('ref', refKeys)));
        const { piece, size, revision } = await readTransferFile(desktop, { name, offset, length });
        return sending(piece, { size, revision });
      },
    ],
    [
      'writeFile',
      async (request) => {
        const params = request.object('params', ['ref', 'upload', 'offset', 'length']);
        const upload = params.text('upload', uploadId);
        const offset = params.integer('offset', 0, maxTransferBytes);
        const length = params.integer('length', 0, maxPieceBytes);
        const desktop = runningDesktop(inventory, readRef(params.object('ref', refKeys)));
        return {
          result: {},
          async carry(socket) {
            await writeTransferPiece(desktop, upload, offset, await takeAll(socket, length));
            return {};
          },
        };
      },
    ],
    [
      'finishFile',
      async (request) => {
        const params = request.object('params', ['ref', 'upload', 'name', 'size']);
        const upload = params.text('upload', uploadId);
        const name = checkFileName(params.text('name', /^/));
        const size = params.integer('size', 0, maxTransferBytes);
        await finishTransfer(runningDesktop(inventory, readRef(params.object('ref', refKeys))), upload, {
          name,
          size,
        });
        return sending(Buffer.alloc(0), {});
      },
    ],
    [
      'dropFile',
      async (request) => {
        const params = request.object('params', ['ref', 'upload']);
        const upload = params.text('upload', uploadId);
        await dropTransfer(runningDesktop(inventory, readRef(params.object('ref', refKeys))), upload);
        return sending(Buffer.alloc(0), {});
      },
    ],
  ];
}

function sending(bytes: Buffer, result: object): RawStream {
  return {
    result: { ...result, length: bytes.length },
    async carry(socket) {
      socket.write(bytes);
      return undefined;
    },
  };
}

async function takeAll(socket: Socket, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let taken = 0;
  for await (const bytes of socket.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(bytes)) continue;
    taken += bytes.length;
    if (taken > length) throw new HostFault('refused', 'more bytes came than were announced');
    parts.push(bytes);
  }
  if (taken < length) throw new HostFault('refused', 'the piece broke off');
  return Buffer.concat(parts);
}

/** @throws {HostFault} `not-found`, or `conflict` when the desktop is off or hibernated */
