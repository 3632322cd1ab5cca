import { Type } from 'typebox';
import { requireOperator } from '../access/requireOperator.js';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import { type Engine, EngineError } from '../engines/contract.js';
import type { EngineImages } from '../engines/images.js';
import { ApiError } from '../errors/errors.js';
import { workspace } from '../http/declare.js';
import { callerOf, noContent } from '../http/request.js';
import { uuid } from '../http/schemas/ids.js';
import type { Server } from '../http/server.js';
import { describeImageRefusal } from './imageRefusals.js';
import { presentImage } from './listImages.js';
import { ImageInfo, ImportImageBody, UploadIdText, UploadSize } from './schemas.js';

/** Our own extension of the API: images of the machine, which every project's desktops may start from. They come in archives. */
export function addImageStoreRoutes(app: Server, engine: Engine): void {
  app.put(
    '/v2/:project_id/images/uploads/:upload_id',
    workspace('UploadImagePiece', 'Send a piece of an image archive', {
      description:
        'The pieces of an archive are sent one after the other under an id of the client’s own choice. A piece that does not ' +
        'begin where the upload stands is passed over; the answer says where to go on, also after a break. What is not gone ' +
        'on with for an hour is dropped.',
      path: { upload_id: UploadIdText },
      query: Type.Object({
        offset: Type.Integer({
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'Where in the archive the piece begins, in bytes.',
        }),
      }),
      takesBytes: true,
      answers: { 200: UploadSize },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:images:import');
      const images = storeOf(engine);
      const { upload_id: upload } = request.params;
      const adding = images.addPiece(upload, request.query.offset, request.rawBody);
      return { size: await adding.catch(refuse('upload')) };
    },
  );

  app.post(
    '/v2/:project_id/images/import',
    workspace('ImportImage', 'Make an image of an uploaded archive', {
      description:
        'Takes an OCI or docker archive, plain or gzipped. Answers once desktops can start from the image, which may take ' +
        'minutes; a call that was cut short may be sent again and is answered with the same image.',
      body: ImportImageBody,
      answers: { 200: ImageInfo },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:images:import');
      const images = storeOf(engine);
      const { upload_id: upload, name, min_disk, min_ram } = request.body;
      const order = { upload, name, minimumDiskGiB: min_disk, minimumMemoryMiB: min_ram };
      const image = await images.import(order).catch(refuse('import'));
      noteInAuditEvent({ resource: { type: 'image', id: image.id, name } });
      return presentImage(image, engine.offer);
    },
  );

  app.delete(
    '/v2/:project_id/images/:image_id',
    workspace('DeleteImage', 'Delete an image', {
      description: 'Refused while a desktop uses it.',
      path: { image_id: uuid<string>('Image ID.') },
      answers: { 204: Type.Null() },
    }),
    async (request, reply) => {
      requireOperator(callerOf(request), 'workspace:images:delete');
      const images = storeOf(engine);
      const id = request.params.image_id;
      noteInAuditEvent({ resource: { type: 'image', id } });
      await images.remove(id).catch(refuse('delete'));
      return noContent(reply);
    },
  );
}

function storeOf({ images }: Engine): EngineImages {
  if (images !== undefined) return images;
  throw new ApiError('DPL.0501', [{ en: 'images of one’s own', zh: '自定义镜像' }]);
}

/** @throws {ApiError} for what the engine refused */
function refuse(call: Parameters<typeof describeImageRefusal>[1]) {
  return (error: unknown): never => {
    throw error instanceof EngineError ? describeImageRefusal(error, call) : error;
  };
}
