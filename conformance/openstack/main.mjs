// openstackclient against a running service: identity is administered with it, and desktops are called by its tokens.
// Argument: the service's credentials.json.
import { check, expect } from '../checks/check.mjs';
import { checkDesktopLife } from '../checks/desktopLife.mjs';
import { refusal } from '../checks/desktops.mjs';
import { callsBy, facts, openstackAs, readPages } from './openstack.mjs';

const guestName = 'osc-guest';
const password = 'Osc-guest-2026';
const account = openstackAs(facts.user_name, facts.password);
const guest = openstackAs(guestName, password);

const calls = await check(
  'token issue signs in by password, and its token is good for the project',
  async () => {
    const issued = await account.show('token', 'issue');
    expect(issued.project_id, facts.project_id, "the token's project");
    const made = callsBy(issued.id);
    await made.desktops.list();
    return made;
  },
);
await check('a wrong password is refused', () =>
  isRefused(openstackAs(facts.user_name, 'not-it-1').command('token', 'issue'), 401),
);
await check('project list shows the project of the region', async () => {
  const projects = await account.show('project', 'list');
  expect(projects.find(({ ID: id }) => id === facts.project_id)?.Name, facts.region, "the project's name");
});
await check('catalog list has identity and workspace', async () => {
  const types = new Set((await account.show('catalog', 'list')).map(({ Type: type }) => type));
  expect(['identity', 'workspace'].filter((type) => types.has(type)).length, 2, 'how many of the two');
});
if (calls !== undefined) await checkDesktopLife(calls.desktops, 'osca', 'a token');
await checkIdentities();
await checkRights();

async function checkIdentities() {
  await check('user create makes a user, and user list and show have it', async () => {
    const made = await account.show('user', 'create', '--password', password, guestName);
    const users = await account.show('user', 'list');
    expect(users.find(({ Name: name }) => name === guestName)?.ID, made.id, 'the id in the list');
    expect((await account.show('user', 'show', guestName)).enabled, true, 'enabled');
  });
  await check('group create makes a group, and the user becomes a member', async () => {
    const made = await account.show('group', 'create', 'osc-guests');
    await account.command('group', 'add', 'user', 'osc-guests', guestName);
    const answer = await account.command('group', 'contains', 'user', 'osc-guests', guestName);
    expect(answer.trim(), `${guestName} in group osc-guests`, 'the answer');
    const groups = await account.show('group', 'list', '--user', guestName);
    expect(groups[0].ID, made.id, 'the id in the list');
  });
  await check('project create makes a project, and project show has it', async () => {
    const name = `${facts.region}_osc`;
    const made = await account.show('project', 'create', '--parent', facts.project_id, name);
    const shown = await account.show('project', 'show', name);
    expect(shown.id, made.id, 'the id that is shown');
    expect(shown.parent_id, facts.project_id, "its parent, the region's project");
  });
  await check('openstacksdk reads every list page by page to its end', async () => {
    const lists = await readPages();
    for (const [name, { whole, in_pages: inPages }] of Object.entries(lists)) {
      expect(inPages, whole, `the ${name} in pages`);
    }
    expect(lists.users.whole > 1 && lists.roles.whole > 1, true, 'that there is more than one page');
  });
}

async function checkRights() {
  const desktop = await check('a desktop of the account is there', async () => {
    const [id] = await calls.desktops.create(['osc-owner'], { team: 'osc' });
    return id;
  });
  const token = await check('the user signs in', async () => (await guest.show('token', 'issue')).id);
  const by = callsBy(token);
  const refused = await check('without rights it may neither list nor delete', async () => {
    await refusal(by.desktops.list(), 403);
    return refusal(by.desktops.remove(desktop, { is_force_delete: true }), 403);
  });
  await check('the account decodes the refusal, the user may not', async () => {
    const { context } = JSON.parse(await calls.decode(refused.encodedAuthorizationMessage));
    expect(
      [context.user_profile.user_name, context.action],
      [guestName, 'workspace:desktops:delete'],
      'who and what',
    );
    await refusal(by.decode(refused.encodedAuthorizationMessage), 403);
  });
  await check('without rights it may not list users either', () =>
    isRefused(guest.command('user', 'list'), 403),
  );
  await check('role add gives a role in the project, and role assignment list shows it', async () => {
    const place = ['--user', guestName, '--project', facts.project_id];
    await account.command('role', 'add', ...place, 'Workspace DesktopsManager');
    const assignments = await account.show('role', 'assignment', 'list', '--user', guestName, '--names');
    expect(
      assignments.map(({ Role: role }) => role),
      ['Workspace DesktopsManager'],
      'the roles',
    );
  });
  await check('with the role the same token deletes, and role remove ends that at once', async () => {
    const place = ['--user', guestName, '--project', facts.project_id];
    expect((await by.desktops.remove(desktop, { is_force_delete: true })).status, 204, 'the HTTP status');
    await calls.desktops.waitUntilGone(desktop);
    await account.command('role', 'remove', ...place, 'Workspace DesktopsManager');
    await refusal(by.desktops.removeBatch([desktop]), 403);
  });
  await check('user set --disable ends the token and the signing in', async () => {
    await account.command('user', 'set', '--disable', guestName);
    await refusal(by.desktops.removeBatch([desktop]), 401);
    await isRefused(guest.command('token', 'issue'), 401);
  });
  await check('group and user are deleted', async () => {
    await account.command('group', 'delete', 'osc-guests');
    await account.command('user', 'delete', guestName);
    const users = await account.show('user', 'list');
    expect(
      users.some(({ Name: name }) => name === guestName),
      false,
      'the user in the list',
    );
  });
}

/** A command that the service has to refuse with this HTTP status. */
async function isRefused(command, status) {
  const message = await command.then(
    () => 'it was not refused',
    (error) => error.message,
  );
  if (!message.includes(String(status))) throw new Error(`the HTTP status should be ${status}: ${message}`);
}
