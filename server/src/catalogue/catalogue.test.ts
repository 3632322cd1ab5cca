import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { simulatedOffer } from '../engines/simulated/offer.js';
import { checkAnswers } from '../testing/checkAnswers.js';
import { createDesktopApi, type DesktopApi } from '../testing/desktopApi.js';
import { addDesktop, addProject, addUser, addVolume, type TestProject } from '../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { addLookUpRoutes } from './lookUpRoutes.js';
import {
  findOfferedProduct,
  findProduct,
  offeredProducts,
  presentProductInfo,
  products,
} from './products.js';
import { quotaLimits, requireQuota } from './quotas.js';
import { addCatalogueRoutes } from './routes.js';

const offer = simulatedOffer('test-1');

describe('the products', () => {
  it('have unique ids and the numbers of their info as texts', () => {
    assert.equal(new Set(products.map((product) => product.productId)).size, products.length);
    for (const product of products) {
      const info = presentProductInfo(product);
      assert.match(info.cpu, /^[1-9]\d*$/);
      assert.match(info.memory, /^[1-9]\d*$/);
      assert.equal(findProduct(product.productId), product);
    }
  });

  it('are offered for the architecture of the engine only', () => {
    assert.ok(offeredProducts(offer).every((product) => product.architecture === 'x86'));
    assert.equal(findOfferedProduct(offer, 'workspace.arm.large'), undefined);
    assert.equal(findOfferedProduct(offer, 'workspace.x86.large')?.vcpus, 2);
    assert.equal(findProduct('no such product'), undefined);
  });
});

describe('the catalogue', () => {
  let test: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;
  let other: TestProject;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
    other = await addProject(test.database);
    api = await createDesktopApi(test.database, (app) => {
      checkAnswers(app);
      addCatalogueRoutes(app, { database: test.database, offer });
      addLookUpRoutes(app, offer);
    });
  });
  after(async () => {
    await api.close();
    await test.drop();
  });

  async function get(path: string): Promise<{ status: number; body: unknown }> {
    return api.call(project.projectId, 'GET', path);
  }

  async function listOf(path: string, list: string, name: string): Promise<unknown[]> {
    const { status, body } = await get(path);
    assert.equal(status, 200, JSON.stringify(body));
    return entries(body, list).map((entry) => field(entry, name));
  }

  it('lists products, and pages to an empty page', async () => {
    const all = await listOf('/products', 'products', 'product_id');
    assert.deepEqual(
      all,
      offeredProducts(offer).map((product) => product.productId),
    );
    const pages = [
      ...(await listOf('/products?limit=4', 'products', 'product_id')),
      ...(await listOf('/products?limit=4&offset=4', 'products', 'product_id')),
    ];
    assert.deepEqual(pages, all);
    const { body } = await get(`/products?offset=${all.length}`);
    assert.deepEqual(entries(body, 'products'), []);
    assert.equal(field(body, 'total_count'), all.length);
  });

  it('lists products as the Terraform provider asks for them', async () => {
    const query = `charge_mode=1&status=normal&availability_zone=${offer.availabilityZones[0]?.id}&os_type=Windows`;
    const ids = await listOf(`/products?${query}`, 'products', 'product_id');
    assert.ok(ids.includes('workspace.x86.large'));
    assert.ok(
      !ids.includes('workspace.x86.small'),
      'a Windows image needs more memory than this product has',
    );
  });

  it('finds nothing for what the engine does not offer', async () => {
    for (const query of [
      'architecture=arm',
      'availability_zone=nowhere',
      'charge_mode=0',
      'package_type=solver',
    ]) {
      assert.deepEqual(await listOf(`/products?${query}`, 'products', 'product_id'), [], query);
    }
    assert.deepEqual(await listOf('/images?image_type=private', 'images', 'id'), []);
  });

  it('answers the sizes that a desktop of a product can change to', async () => {
    const targets = await listOf('/products?product_id=workspace.x86.large', 'products', 'product_id');
    assert.equal(targets.length, offeredProducts(offer).length - 1);
    assert.ok(!targets.includes('workspace.x86.large'));
    assert.deepEqual(await listOf('/products?product_id=none', 'products', 'product_id'), []);
  });

  it('lists the images of the engine as public ones, filtered and sorted', async () => {
    const all = await listOf('/images?image_type=gold&sort_field=name', 'images', 'name');
    assert.deepEqual(all, offer.images.map((image) => image.name).sort());
    const backwards = await listOf('/images?sort_field=name&sort_type=desc', 'images', 'name');
    assert.deepEqual(backwards, all.toReversed());
    assert.deepEqual(await listOf('/images?os_type=Linux', 'images', 'os_type'), ['Linux']);
    const id = offer.images[0]?.id ?? '';
    assert.deepEqual(await listOf(`/images?image_id=${id}`, 'images', 'id'), [id]);
    assert.deepEqual(await listOf(`/images?offset=${offer.images.length}`, 'images', 'id'), []);
  });

  it('shows the zones of the engine, to the compute service’s clients too', async () => {
    const ids = offer.availabilityZones.map((zone) => zone.id);
    assert.deepEqual(await listOf('/availability-zones', 'availability_zones', 'availability_zone'), ids);
    const summary = await get('/availability-zones/summary');
    assert.equal(summary.status, 200);
    assert.equal(field(summary.body, 'default_type'), 'CENTER');
    const compute = await absolute(`/v2.1/${project.projectId}/os-availability-zone`);
    assert.deepEqual(
      entries(compute, 'availabilityZoneInfo').map((zone) => field(zone, 'zoneName')),
      ids,
    );
  });

  it('shows the images to the image service’s clients, page by page', async () => {
    const ids = offer.images.map((image) => image.id).sort();
    const idsOf = async (query: string) =>
      entries(await absolute(`/v2/cloudimages?${query}`), 'images').map((image) => field(image, 'id'));
    assert.deepEqual(await idsOf('__imagetype=gold'), ids);
    assert.deepEqual(await idsOf('limit=1'), ids.slice(0, 1));
    assert.deepEqual(await idsOf(`marker=${ids[0]}`), ids.slice(1));
    assert.deepEqual(await idsOf(`marker=${ids.at(-1)}`), []);
    assert.deepEqual(await idsOf('__imagetype=private'), []);
  });

  it('lists the images that can be ordered as those of a marketplace, named as clients look for them', async () => {
    const ids = offer.images.map((image) => image.id).sort();
    const listed = entries(await absolute('/v2/cloudimages?__imagetype=market'), 'images');
    assert.deepEqual(
      listed.map((image) => field(image, 'id')),
      ids,
    );
    for (const image of listed) {
      assert.match(String(field(image, 'name')), /WORKSPACE/);
      assert.equal(field(image, '__imagetype'), 'market');
    }
    const named = encodeURIComponent(String(field(listed[0], 'name')));
    assert.equal(
      entries(await absolute(`/v2/cloudimages?__imagetype=market&name=${named}`), 'images').length,
      1,
    );
    assert.deepEqual(new Set(await listOf('/images?image_type=market', 'images', 'id')), new Set(ids));
    assert.deepEqual(
      new Set(await listOf('/images?image_type=market', 'images', 'image_type')),
      new Set(['market']),
    );
  });

  it('narrows the images of the image service to what their fields say, and sorts them', async () => {
    const namesOf = async (query: string) =>
      entries(await absolute(`/v2/cloudimages?${query}`), 'images').map((image) => field(image, 'name'));
    const names = offer.images.map((image) => image.name).sort();
    assert.deepEqual(await namesOf('sort_key=name'), names);
    assert.deepEqual(await namesOf('sort_key=name&sort_dir=desc'), names.toReversed());
    const ends = `sort_key=name&marker=${offer.images.find(({ name }) => name === names[0])?.id}`;
    assert.deepEqual(await namesOf(ends), names.slice(1));
    assert.deepEqual(await namesOf('sort_key=name&marker=gone'), []);
    // As Terraform asks for public images.
    assert.deepEqual(
      await namesOf('visibility=public&status=active&__isregistered=true&sort_key=name'),
      names,
    );
    assert.deepEqual(await namesOf('visibility=private'), []);
    assert.deepEqual(await namesOf('__os_type=Windows&protected=true'), ['Simulated Windows desktop']);
    assert.deepEqual(await namesOf('enterprise_project_id=all_granted_eps&architecture=arm'), []);
    assert.deepEqual(await namesOf('__support_xen=true'), []);
    const refused = await api.app.inject({
      method: 'GET',
      url: '/v2/cloudimages?created_at=gt:2020-01-01T00:00:00Z',
      headers: { 'x-auth-token': 'root' },
    });
    assert.equal(refused.statusCode, 409);
    assert.match(refused.payload, /query\.created_at must be left out/);
  });

  it('refuses an impossible filter with a clear error', async () => {
    for (const query of ['limit=101', 'offset=-1', 'os_type=Amiga', 'limit=1&limit=2', 'limit=many']) {
      const { status, body } = await get(`/products?${query}`);
      assert.equal(status, 400, query);
      assert.equal(field(body, 'error_code'), 'WKS.0001');
    }
  });

  it('is closed to who has no right', async () => {
    for (const path of ['/products', '/images', '/availability-zones', '/quotas']) {
      assert.equal((await api.call(project.projectId, 'GET', path, undefined, 'nobody')).status, 403, path);
    }
  });

  it('counts what the project itself holds, gone desktops and absent disks left out', async () => {
    const desktop = await addDesktop(test.database, project);
    const gone = await addDesktop(test.database, project, { gone_at: new Date() });
    await addDesktop(test.database, other);
    await addVolume(test.database, project, desktop, '/dev/vda');
    await addVolume(test.database, project, desktop, '/dev/vdb', { size_gib: 50 });
    await addVolume(test.database, project, gone, '/dev/vda', { state: 'absent' });
    await addUser(test.database, project, 'alice');
    const { body } = await get('/quotas');
    const used = new Map(
      entries(Reflect.get(Object(body), 'quotas'), 'resources').map((entry) => [
        field(entry, 'type'),
        field(entry, 'used'),
      ]),
    );
    assert.deepEqual(
      ['general_instances', 'cores', 'Cores', 'Memory', 'volumes', 'volume_gigabytes', 'users'].map((type) =>
        used.get(type),
      ),
      [1, 2, 2, 4096, 2, 130, 1],
    );
  });

  it('has a quota of each site: the one that there is holds everything', async () => {
    const { body } = await get('/quotas');
    assert.deepEqual(entries(body, 'site_quotas'), [
      { site_id: 'CENTER', resources: entries(Reflect.get(Object(body), 'quotas'), 'resources') },
    ]);
  });

  it('refuses what goes beyond a quota and names it', async () => {
    await requireQuota(test.database, project.projectId, { desktops: quotaLimits.desktops - 1 });
    await assert.rejects(
      requireQuota(test.database, project.projectId, { desktops: quotaLimits.desktops }),
      (error: { code?: string; message?: string }) =>
        error.code === 'DPL.4091' && error.message?.includes('desktops') === true,
    );
  });

  async function absolute(url: string): Promise<unknown> {
    const answer = await api.app.inject({ method: 'GET', url, headers: { 'x-auth-token': 'root' } });
    assert.equal(answer.statusCode, 200, answer.payload);
    return answer.json();
  }
});

function field(body: unknown, name: string): unknown {
  return Reflect.get(Object(body), name);
}

function entries(body: unknown, name: string): object[] {
  const list = field(body, name);
  assert.ok(Array.isArray(list), `${name} is not a list`);
  return list.map((entry) => Object(entry));
}
