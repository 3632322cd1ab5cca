import { Type } from 'typebox';
import type { EngineOffer } from '../engines/contract.js';
import { flat, workspace } from '../http/declare.js';
import { limitOf } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import type { Server } from '../http/server.js';
import { imageTypeOf, marketImages, presentCloudImages } from './listImages.js';
import { CloudImageList, ServerZoneList } from './schemas.js';
import { presentServerZones } from './zones.js';

/** The look-ups of the compute and image services that Terraform's data sources make (docs/reference/terraform.md#look-ups). */
export function addLookUpRoutes(app: Server, offer: EngineOffer): void {
  app.get(
    '/v2.1/:project_id/os-availability-zone',
    workspace('NovaListAvailabilityZones', 'Availability zones, as the compute service shows them', {
      answers: { 200: ServerZoneList },
    }),
    async () => presentServerZones(offer),
  );

  app.get(
    '/v2/cloudimages',
    flat('ListCloudImages', 'Images, as the image service shows them', {
      query: Type.Object({
        id: Filter,
        name: Filter,
        marker: Filter,
        limit: limitOf({ max: 1000, usual: 500 }),
        __os_type: Type.Optional(Type.String({ maxLength: 64 })),
        __imagetype: Type.Optional(Type.String({ maxLength: 64 })),
      }),
      answers: { 200: CloudImageList },
    }),
    async (request) => {
      const { id, name, marker, limit, __os_type: osType, __imagetype: imageType } = request.query;
      const market = imageType === 'market' ? imageType : undefined;
      const images = (market === undefined ? [...offer.images] : [...marketImages(offer)])
        .filter(
          (image) =>
            (imageType ?? imageTypeOf(image)) === (market ?? imageTypeOf(image)) &&
            (osType ?? image.osType) === image.osType,
        )
        .filter((image) => (id ?? image.id) === image.id && (name ?? image.name) === image.name)
        .sort((one, other) => (one.id < other.id ? -1 : Number(one.id > other.id)))
        .filter((image) => marker === undefined || image.id > marker)
        .slice(0, limit);
      return presentCloudImages(offer, images, market);
    },
  );
}
