import type { EngineOffer } from '../engines/contract.js';
import { flat, workspace } from '../http/declare.js';
import type { Server } from '../http/server.js';
import { CloudImageQuery, listCloudImages } from './listCloudImages.js';
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
      query: CloudImageQuery,
      notOffered: { 'query.created_at': [], 'query.updated_at': [] },
      answers: { 200: CloudImageList },
    }),
    async (request) => listCloudImages(offer, request.query),
  );
}
