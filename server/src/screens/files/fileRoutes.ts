import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import { EngineError } from '../../engines/contract.js';
import { type EngineFiles, maxFileBytes, maxReadBytes } from '../../engines/files.js';
import { ApiError } from '../../errors/errors.js';
import { attachmentNamed } from '../../http/attachmentNamed.js';
import { flat } from '../../http/declare.js';
import { noContent } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import type { LinkParts } from '../../iam/keystone/endpoint.js';
import { createBoundedMemory } from '../../memory/boundedMemory.js';
import { pageSecretOf } from '../pageSecret.js';
import { admitTransfer, type Grant, type TransferAdmission } from './admitTransfer.js';
import { guardTransfer } from './guardTransfer.js';
import { refusalOf, requireFileName } from './refuseTransfer.js';
import { writeTransferEvent } from './transferEvents.js';
import { createTransferSlots } from './transferSlots.js';

export interface FileRouteParts extends TransferAdmission, LinkParts {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** Undefined: the engine's servers take no files. */
  readonly files: EngineFiles | undefined;
}

const FileName = Type.String({ minLength: 1, maxLength: 255, description: 'Of one file of the folder.' });
const Place = Type.Integer({ minimum: 0, maximum: maxFileBytes, description: 'In bytes, from the start.' });
const UploadPath = {
  upload_id: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Of the page’s own choice.' }),
};
/** So many downloads are remembered as being in the log, for so long: a later piece is on record with the first. */
const remembered = { maxEntries: 10_000, maxAge: 3_600_000 };

/** Files of a desktop, up and down, for the page that shows its screen. Pieces, so that none holds anything for long. */
export function addFileRoutes(app: Server, parts: FileRouteParts): void {
  const slots = createTransferSlots();
  const logged = createBoundedMemory<string, true>({
    maxEntries: remembered.maxEntries,
    expiry: { maxAge: remembered.maxAge, clock: () => performance.now() },
  });

  /** Does the work of a call while its page may have it done. */
  async function transfer<Result>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (files: EngineFiles, grant: Grant, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const secret = pageSecretOf(request, parts);
    const admit = () => admitTransfer(parts, secret, request.origin.address);
    const grant = await admit();
    if (parts.files === undefined)
      throw new ApiError('DPL.0501', [{ en: 'files of desktops', zh: '桌面文件传输' }]);
    const release = slots.take(grant.viewer);
    const guard = guardTransfer(admit, (error) =>
      parts.logger.warn({ err: error }, 'could not find out who may transfer files'),
    );
    guard.signal.addEventListener('abort', () => {
      // An answer that has begun can only be cut.
      if (reply.raw.headersSent) request.raw.socket.destroy();
    });
    const carryOut = async (files: EngineFiles): Promise<Result> => {
      try {
        const body = request.readBody('known');
        if (body !== undefined) await body;
        const result = await work(files, grant, guard.signal);
        if (guard.signal.aborted) throw guard.signal.reason;
        return result;
      } catch (error) {
        throw guard.signal.aborted ? guard.signal.reason : refusalOf(error);
      }
    };
    const carriedOut = carryOut(parts.files);
    // A slow reader holds his slot until he has read; one who hung up, until the engine is through with what he asked for.
    void Promise.allSettled([carriedOut, closed(reply.raw)]).finally(() => {
      guard.stop();
      release();
    });
    return carriedOut;
  }

  app.get(
    '/screen/files',
    flat('ListScreenFiles', 'List the files that can be downloaded from a desktop', {
      anonymous: true,
      description: 'Called by the page, with its secret. At most 1000 files of the folder ~/Transfer.',
      answers: {
        200: Type.Object({
          files: Type.Array(
            Type.Object({
              name: Type.String(),
              bytes: Type.Integer(),
              modified: Type.String({ description: 'ISO 8601, UTC.' }),
            }),
          ),
        }),
      },
    }),
    async (request, reply) => {
      const listed = await transfer(request, reply, (files, { server }, signal) =>
        files.list(server, signal),
      );
      const files = listed.map(({ name, bytes, modified }) => ({
        name,
        bytes,
        modified: modified.toISOString(),
      }));
      return { files };
    },
  );

  app.get(
    '/screen/files/content',
    flat('DownloadScreenFile', 'Get a piece of a file of a desktop', {
      anonymous: true,
      description:
        'Called by the page, with its secret. The ETag changes when the file does; X-File-Size is the size of the whole file.',
      query: Type.Object({
        name: FileName,
        offset: Place,
        length: Type.Integer({ minimum: 1, maximum: maxReadBytes, description: 'In bytes.' }),
      }),
      produces: ['application/octet-stream'],
      answers: { 200: Type.Unsafe<Buffer>({ type: 'string', description: 'Bytes.' }) },
    }),
    async (request, reply) => {
      const { name, offset, length } = request.query;
      requireFileName(name, 'query');
      const piece = await transfer(request, reply, async (files, { server, viewer }, signal) => {
        const read = await files.read(server, { name, offset, length }, signal);
        const key = JSON.stringify([viewer.userId, viewer.desktopId, name, read.revision]);
        if (offset === 0 || logged.get(key) === undefined) {
          const moved = { name, bytes: read.size };
          const from = request.origin.address;
          await writeTransferEvent(parts.pool, parts.ambient, 'downloadDesktopFile', viewer, moved, from);
          logged.set(key, true);
        }
        return read;
      });
      return reply
        .headers({
          'cache-control': 'no-store',
          'content-disposition': attachmentNamed(name),
          'content-security-policy': "default-src 'none'; sandbox",
          'cross-origin-resource-policy': 'same-origin',
          'x-content-type-options': 'nosniff',
          'x-file-size': String(piece.size),
          etag: `"${piece.revision}"`,
        })
        .type('application/octet-stream')
        .send(Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.byteLength));
    },
  );

  app.put(
    '/screen/files/uploads/:upload_id',
    flat('UploadScreenFilePiece', 'Send a piece of a file to a desktop', {
      anonymous: true,
      takesBytes: true,
      description:
        'Called by the page, with its secret. A piece may be sent again. An upload that is not gone on with for an hour is dropped.',
      path: UploadPath,
      query: Type.Object({ offset: Place }),
      answers: { 204: Type.Null() },
    }),
    async (request, reply) => {
      const upload = request.params.upload_id;
      const { offset } = request.query;
      await transfer(request, reply, (files, { server }, signal) =>
        files.write(server, { upload, offset, bytes: request.rawBody }, signal),
      );
      return noContent(reply);
    },
  );

  app.post(
    '/screen/files/uploads/:upload_id',
    flat('UploadScreenFile', 'Give an uploaded file its name', {
      anonymous: true,
      description:
        'Called by the page, with its secret. The file is there as a whole from then on, and replaces no other.',
      path: UploadPath,
      body: Type.Object({ name: FileName, size: Place }, { additionalProperties: false }),
      answers: { 204: Type.Null() },
    }),
    async (request, reply) => {
      const { name, size } = request.body;
      requireFileName(name, 'body');
      const upload = request.params.upload_id;
      await transfer(request, reply, async (files, { server, viewer }, signal) => {
        await files.finish(server, { upload, name, size }, signal).catch((error: unknown) => {
          const isTaken = error instanceof EngineError && error.reason === 'conflict';
          throw isTaken ? new ApiError('DPL.4094', [name]) : error;
        });
        const moved = { name, bytes: size };
        const from = request.origin.address;
        await writeTransferEvent(parts.pool, parts.ambient, 'uploadDesktopFile', viewer, moved, from);
      });
      // Its audit event is the one about the file.
      if (request.auditEvent?.claim() === true) request.auditEvent.settle(true);
      return noContent(reply);
    },
  );

  app.delete(
    '/screen/files/uploads/:upload_id',
    flat('DropScreenFileUpload', 'Give an upload up', {
      anonymous: true,
      description: 'Called by the page, with its secret.',
      path: UploadPath,
      answers: { 204: Type.Null() },
    }),
    async (request, reply) => {
      const upload = request.params.upload_id;
      await transfer(request, reply, (files, { server }, signal) => files.drop(server, upload, signal));
      // What was never a file leaves no trace.
      if (request.auditEvent?.claim() === true) request.auditEvent.settle(true);
      return noContent(reply);
    },
  );
}

/** Fulfilled once nothing more is sent; an answer whose client has hung up says so only once, maybe before anybody listens. */
function closed(answer: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (answer.closed) resolve();
    else answer.once('close', resolve);
  });
}
