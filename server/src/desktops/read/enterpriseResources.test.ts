import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let ours: string;
let ids: readonly string[];
before(async () => {
  service = await startTestService();
  const { body } = await service.call('POST', '//v1.0/enterprise-projects', { name: 'blue' });
  ours = body.enterprise_project.id;
  ids = await createDesktops(service, { size: 3, desktop_name: 'blue', enterprise_project_id: ours });
  await createDesktops(service, {});
});
after(() => service.remove());

async function filter(body: object, project = ours) {
  const path = `//v1.0/enterprise-projects/${project}/resources/filter`;
  return service.call('POST', path, { resource_types: ['workspace-desktop'], ...body });
}

const idsOf = (body: { resources: { resource_id: string }[] }) =>
  body.resources.map(({ resource_id }) => resource_id);

describe('the resources of an enterprise project', () => {
  it('are its desktops, and no others', async () => {
    const { status, body, text } = await filter({});
    assert.equal(status, 200, text);
    assert.deepEqual(idsOf(body).toSorted(), ids.toSorted());
    assert.deepEqual([body.total_count, body.errors], [3, []]);
    assert.equal(body.resources[0].resource_type, 'workspace-desktop');
    assert.equal(body.resources[0].project_id, service.credentials.project_id);
  });

  it('come page by page to an empty page, as Terraform reads them', async () => {
    const found: string[] = [];
    for (let offset = 0; ; offset += 2) {
      const { body } = await filter({ offset, limit: 2 });
      if (body.resources.length === 0) break;
      found.push(...idsOf(body));
    }
    assert.deepEqual(found.toSorted(), ids.toSorted());
  });

  it('are found by a part of their name, by project, and by type', async () => {
    const [first] = (await filter({ limit: 1 })).body.resources;
    const named = { matches: [{ key: 'resource_name', value: first.resource_name.toUpperCase() }] };
    assert.deepEqual(idsOf((await filter(named)).body), [first.resource_id]);
    assert.deepEqual(idsOf((await filter({ projects: ['other'] })).body), []);
    assert.deepEqual(idsOf((await filter({ resource_types: ['disk'] })).body), []);
  });

  it('are none where there is no such enterprise project', async () => {
    const { status, body } = await filter({}, '0'.repeat(32));
    assert.deepEqual([status, body.error_code], [404, 'DPL.0404']);
  });
});
