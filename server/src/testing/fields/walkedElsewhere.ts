import type { FieldProof } from './fieldProof.js';

/** Calls that are about what the body names, with nothing to store: each field's effect is looked at in the test of the call. */
const inTest = (test: string, ...places: readonly string[]): Readonly<Record<string, FieldProof>> =>
  Object.fromEntries(
    places.map((place) => [
      place,
      places.some((other) => other.startsWith(`${place}.`) || other.startsWith(`${place}[].`))
        ? { elsewhere: 'its fields' }
        : { elsewhere: test },
    ]),
  );

const searchedTags = (name: string): readonly string[] => [name, `${name}[].key`, `${name}[].values`];
const tagSearch = inTest(
  'desktops/tags/searchRoutes.test.ts',
  ...['action', 'offset', 'limit', 'without_any_tag', 'matches', 'matches[].key', 'matches[].value'],
  ...['tags', 'tags_any', 'not_tags', 'not_tags_any'].flatMap(searchedTags),
);

/** Operations whose fields are all looked at in tests of their own. */
export const walkedElsewhere: Readonly<Record<string, Readonly<Record<string, FieldProof>>>> = {
  KeystoneCreateToken: inTest(
    'iam/tokens/issueToken.test.ts',
    ...['auth', 'auth.identity', 'auth.identity.methods', 'auth.identity.password'],
    ...['auth.identity.password.user', 'auth.identity.password.user.id', 'auth.identity.password.user.name'],
    ...['auth.identity.password.user.domain', 'auth.identity.password.user.domain.id'],
    ...['auth.identity.password.user.domain.name', 'auth.identity.password.user.password'],
    ...['auth.identity.token', 'auth.identity.token.id', 'auth.scope'],
  ),
  DetachUserPolicyV5: inTest('iam/grants/attachments/attachments.test.ts', 'user_id'),
  DetachGroupPolicyV5: inTest('iam/grants/attachments/attachments.test.ts', 'group_id'),
  Login: inTest('sessions/sessions.test.ts', 'account', 'user', 'password'),
  CreateTemporaryAccessKeyByToken: inTest(
    'iam/credentials/temporaryAccessKeys.test.ts',
    ...['auth', 'auth.identity', 'auth.identity.methods', 'auth.identity.token', 'auth.identity.token.id'],
    ...['auth.identity.token.duration_seconds', 'auth.identity.policy'],
  ),
  DiagnoseSignature: inTest(
    'iam/signatures/diagnosis/signatureRoutes.test.ts',
    'request',
    'canonical_request',
  ),
  SignCall: inTest(
    'iam/signatures/diagnosis/signatureRoutes.test.ts',
    ...['access_key', 'method', 'url', 'headers', 'body'],
  ),
  DecodeAuthorizationMessage: inTest('iam/decisions/stsRoutes.test.ts', 'encoded_message'),
  ShowAuthorizationDecision: inTest(
    'iam/decisions/canI.test.ts',
    ...['user_id', 'user_name', 'operation', 'resource', 'resource.type', 'resource.id'],
    ...['tags', 'tags[].key', 'tags[].value', 'enterprise_project_id', 'source_ip'],
  ),
  ImportImage: inTest('../../cli/src/imageCommands.root.test.ts', 'upload_id', 'name', 'min_disk', 'min_ram'),
  DeleteDesktopVolumes: inTest('deletion/accept/deleteDisks.test.ts', 'volume_ids'),
  BatchDeleteUser: inTest('users/users.test.ts', 'user_ids'),
  BatchDeleteUserGroups: inTest('users/groups/userGroups.test.ts', 'group_ids'),
  EraseUser: inTest('erasure/eraseUser.test.ts', 'user_id', 'user_name'),
  ShowResourceBindEnterpriseProject: inTest(
    'desktops/read/enterpriseResources.test.ts',
    ...['resource_types', 'projects', 'offset', 'limit', 'matches', 'matches[].key', 'matches[].value'],
  ),
  BatchDeleteDesktopsTags: inTest(
    'desktops/tags/tags.test.ts',
    ...['desktops', 'desktops[].desktop_id', 'desktops[].tags', 'desktops[].tags[].key'],
    'desktops[].tags[].value',
  ),
  ListDesktopsByTags: tagSearch,
  ListDesktopByTags: tagSearch,
  OpenScreen: inTest('screens/screens.test.ts', 'token'),
  UploadScreenFile: inTest('screens/files/files.test.ts', 'name', 'size'),
  LoginToDesk: inTest('desk/desk.test.ts', 'enterprise_id', 'user_name', 'password'),
  ChangeDeskPassword: inTest('desk/desk.test.ts', 'original_password', 'password'),
  ShowInvitation: inTest('desk/invitations/invitations.test.ts', 'token'),
  AcceptInvitation: inTest('desk/invitations/invitations.test.ts', 'token', 'password'),
  OperateOwnDesktop: inTest('desk/desk.test.ts', 'operation', 'type'),
  ReleaseDeletionItem: inTest('deletion/release/releaseItem.test.ts', 'reason'),
  SendTestMail: inTest('mail/mailRoutes.test.ts', 'recipient'),
  RetainTraces: inTest('audit/events/retainAuditEvents.test.ts', 'before'),
  ReclaimOrphans: inTest(
    'orphans/orphanScan.test.ts',
    ...['items', 'items[].kind', 'items[].id', 'items[].generation'],
  ),
  LoadFixtures: inTest(
    'testDouble/fixtures.test.ts',
    ...['users', 'users[].name', 'users[].email', 'desktops', 'desktops[].name', 'desktops[].user'],
    ...['desktops[].status', 'desktops[].deletion_protection', 'desktops[].tags', 'desktops[].tags[].key'],
    ...['desktops[].tags[].value', 'desktops[].product_id', 'desktops[].image_id', 'desktops[].disk_gib'],
    'desktops[].fault',
  ),
  CreateFault: {
    ...inTest(
      'testDouble/apiFaults.test.ts',
      ...['effect', 'operation', 'desktop_id', 'status', 'error_code', 'delay_ms', 'times', 'rate', 'seed'],
    ),
    ...inTest('testDouble/engineFaults.test.ts', 'engine_call', 'kind', 'item_id', 'reason'),
  },
};
