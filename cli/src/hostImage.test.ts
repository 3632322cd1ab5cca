import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { localOffer } from '@deskplane/server/engines/local/localOffer.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService({
    engine: (simulated) => {
      const offer = {
        ...simulated.offer,
        images: [...simulated.offer.images, ...localOffer('test-1').images],
      };
      return { ...simulated, offer };
    },
  });
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

describe('the image host', () => {
  it('is the server’s own programs, as the list says, and desktops are ordered by that name', async () => {
    assert.match((await deskplane.run('image', 'list')).stdout, /host \(\/usr\)/);
    for (const [word, name] of [
      ['host', 'first'],
      ['HOST', 'second'],
    ] as const) {
      const made = await deskplane.run('desktop', 'create', '--image', word, '--name', name, '--wait');
      assert.equal(made.code, 0, made.stderr);
      const shown = await deskplane.run('desktop', 'show', name, '--json');
      assert.match(shown.stdout, /host \(\/usr\)/);
    }
  });
});
