import { expect, until } from './check.mjs';

/**
 * Desktops as a script makes, looks at and deletes them. There is no Workspace package for Node.js, so the calls are written down
 * here, and whoever sends them brings `send(method, path below the project, { query, body })`, which resolves to
 * `{ status, body }` or throws an error with `httpStatusCode`.
 */
export function desktopsBy(send) {
  const show = async (id) => (await send('GET', `/desktops/${id}`)).body.desktop;
  const subJobs = async (jobId) => {
    const { jobs } = (await send('GET', '/workspace-sub-jobs', { query: { job_id: jobId } })).body;
    return jobs.every(({ status }) => status === 'SUCCESS' || status === 'FAILED') ? jobs : undefined;
  };
  return {
    show,
    subJobs,
    /** Creates a desktop for each of the names, waits until all are there, and returns their ids in that order. */
    async create(owners, tags = {}) {
      const [image] = (await send('GET', '/images')).body.images;
      const [product] = (await send('GET', '/products')).body.products;
      const order = {
        desktop_type: 'DEDICATED',
        product_id: product.product_id,
        image_type: 'gold',
        image_id: image.id,
        root_volume: { type: 'SAS', size: 80 },
        data_volumes: [{ type: 'SAS', size: 10 }],
        desktops: owners.map((owner) => ({ user_name: owner, computer_name: `${owner}-pc` })),
        email_notification: false,
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      };
      const { job_id: jobId } = (await send('POST', '/desktops', { body: order })).body;
      const done = await until("the creation's end", () => subJobs(jobId));
      for (const { status } of done) expect(status, 'SUCCESS', "the creation's status");
      const shown = await Promise.all(done.map(({ entities }) => show(entities.desktop_id)));
      return owners.map((owner) => shown.find((one) => one.computer_name === `${owner}-pc`).desktop_id);
    },
    list: async (query) => (await send('GET', '/desktops', { query })).body,
    listDetail: async (query) => (await send('GET', '/desktops/detail', { query })).body,
    usersCalled: async (name) => {
      const { users } = (await send('GET', '/users', { query: { user_name: name } })).body;
      return users.map(({ user_name: userName }) => userName);
    },
    remove: (id, query) => send('DELETE', `/desktops/${id}`, { query }),
    removeBatch: (ids, flags = {}) =>
      send('POST', '/desktops/batch-delete', { body: { desktop_ids: ids, ...flags } }),
    /** As scripts do: ask for the desktop until the answer is 404. */
    waitUntilGone: (id) => until(`404 for ${id}`, () => isMissing(show(id))),
  };
}

/**
 * Waits for a call that has to be refused with this HTTP status.
 * @returns the error that the client throws
 */
export async function refusal(call, status) {
  let refused;
  try {
    await call;
  } catch (error) {
    refused = error;
  }
  if (refused === undefined) throw new Error(`it was not refused with ${status}`);
  if (refused.httpStatusCode === undefined) throw refused;
  expect(refused.httpStatusCode, status, 'the HTTP status');
  return refused;
}

async function isMissing(call) {
  try {
    await call;
    return false;
  } catch (error) {
    if (error.httpStatusCode !== 404) throw error;
    return true;
  }
}
