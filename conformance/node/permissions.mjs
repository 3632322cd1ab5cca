import { check, expect } from '../checks/check.mjs';
import { refusal } from '../checks/desktops.mjs';
import { account, facts, signedBy } from './sdk.mjs';
import { temporaryBy, tokenOf } from './signIn.mjs';

const guestName = 'node-guest';
const password = 'Node-guest-2026';
const ports = { Effect: 'Allow', Action: ['vpc:ports:get', 'vpc:ports:delete'] };

/** Who may delete: an IAM user without rights, and one with a policy that looks at tags, by way of a group. */
export async function checkPermissions() {
  const guest = await checkAdministration();
  const [blue, green] = (await check('desktops of two teams are there', async () => {
    const [first] = await account.desktops.create(['node-blue'], { team: 'blue' });
    const [second] = await account.desktops.create(['node-green'], { team: 'green' });
    return [first, second];
  })) ?? [undefined, undefined];
  await checkRefusals(guest?.signed, blue);
  await checkTags(guest, blue, green);
}

async function checkAdministration() {
  const id = await check('KeystoneCreateUser makes a user, and the list has it', async () => {
    const user = { name: guestName, password, domain_id: facts.domain_id };
    const made = await account.iam.keystoneCreateUser({ body: { user } });
    const listed = await account.iam.keystoneListUsers({ name: guestName });
    expect(
      listed.users.map((one) => one.id),
      [made.user.id],
      'the list',
    );
    return made.user.id;
  });
  const groupId = await check(
    'KeystoneCreateGroup makes a group, and the user becomes a member',
    async () => {
      const group = { name: 'node-guests', domain_id: facts.domain_id };
      const made = await account.iam.keystoneCreateGroup({ body: { group } });
      const membership = { group_id: made.group.id, user_id: id };
      await account.iam.keystoneAddUserToGroup(membership);
      const { groups } = await account.iam.keystoneListGroupsForUser({ user_id: id });
      expect(
        groups.map((one) => one.id),
        [made.group.id],
        "the user's groups",
      );
      return made.group.id;
    },
  );
  return check('CreatePermanentAccessKey makes a key that signs', async () => {
    const { credential } = await account.iam.createPermanentAccessKey({
      body: { credential: { user_id: id } },
    });
    const { credentials } = await account.iam.listPermanentAccessKeys({ user_id: id });
    expect(
      credentials.map((one) => one.access),
      [credential.access],
      "the user's keys",
    );
    return { id, groupId, signed: signedBy({ ak: credential.access, sk: credential.secret }) };
  });
}

async function checkRefusals(guest, blue) {
  const refused = await check('a user without rights may not delete, and nothing happens', async () => {
    const thrown = await refusal(guest.desktops.remove(blue, { is_force_delete: true }), 403);
    expect((await account.desktops.show(blue)).status, 'ACTIVE', "the desktop's status");
    return thrown;
  });
  await check(
    'the account decodes the refusal: who, what, which desktop, and that no policy allows it',
    async () => {
      const { context, failure } = JSON.parse(await account.decode(refused.encodedAuthorizationMessage));
      expect(
        [context.user_profile.user_name, context.action],
        [guestName, 'workspace:desktops:delete'],
        'who and what',
      );
      expect(
        context.resource.endsWith(`:desktop:${blue}`),
        true,
        `the desktop at the end of ${context.resource}`,
      );
      expect(failure.includes('implicit deny'), true, `implicit deny in ${failure}`);
    },
  );
  await check('the user itself may not decode it: 403', () =>
    refusal(guest.decode(refused.encodedAuthorizationMessage), 403),
  );
  await check('a user without rights may neither list nor delete in a batch', async () => {
    await refusal(guest.desktops.list(), 403);
    await refusal(guest.desktops.removeBatch([blue]), 403);
    expect((await account.desktops.show(blue)).status, 'ACTIVE', "the desktop's status");
  });
}

async function checkTags(guest, blue, green) {
  const policyId = await check(
    'CreatePolicyV5 makes a policy with g:ResourceTag, and a group gets it',
    async () => {
      const desktops = {
        Effect: 'Allow',
        Action: ['workspace:desktops:delete', 'workspace:desktops:batchDelete'],
        Condition: { StringEquals: { 'g:ResourceTag/team': ['blue'] } },
      };
      const document = JSON.stringify({ Version: '5.0', Statement: [desktops, ports] });
      const body = { policy_name: 'node-blue', policy_document: document };
      const { policy } = await account.iam5.createPolicyV5({ body });
      await account.iam5.attachGroupPolicyV5({
        policy_id: policy.policy_id,
        body: { group_id: guest.groupId },
      });
      const attached = await account.iam5.listAttachedGroupPoliciesV5({ group_id: guest.groupId });
      expect(
        attached.attached_policies.map((one) => one.policy_id),
        [policy.policy_id],
        "the group's policies",
      );
      return policy.policy_id;
    },
  );
  await check('with it the user may not delete the desktop of the other team', async () => {
    const refused = await refusal(guest.signed.desktops.remove(green), 403);
    const { context } = JSON.parse(await account.decode(refused.encodedAuthorizationMessage));
    const values = context.conditions['g:ResourceTag/team'];
    expect([values].flat(), ['green'], 'the tag in the refusal');
  });
  await check(
    'with it the user deletes the tagged desktop, by a temporary access key of its own',
    async () => {
      const { token } = await tokenOf(guestName, password);
      const { signed } = await temporaryBy(token);
      expect((await signed.desktops.removeBatch([blue])).status, 202, 'the HTTP status');
      await account.desktops.waitUntilGone(blue);
    },
  );
  await check('taken back, it counts no more on the very next call', async () => {
    await account.iam5.detachGroupPolicyV5({ policy_id: policyId, body: { group_id: guest.groupId } });
    await refusal(guest.signed.desktops.remove(green), 403);
    expect((await account.desktops.show(green)).status, 'ACTIVE', "the desktop's status");
  });
}
