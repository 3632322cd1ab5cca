import type { Ambient } from '../ambient.js';
import type { Database, Transaction } from '../database/connect.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import { createDesktopsIn } from '../desktops/create/createDesktops.js';
import type { CreateDesktopBody } from '../desktops/create/createSchemas.js';
import { type ResolvedOrder, resolveOrder } from '../desktops/create/resolveOrder.js';
import type { EngineOffer } from '../engines/contract.js';
import type { Language } from '../errors/errors.js';
import type { DesktopId, DomainId, ProjectId } from '../ids.js';
import type { Passwords } from '../secrets/passwords.js';
import type { AdmitUserChange, MadeUser } from '../users/ensureDesktopUsers.js';
import { requireWorkspace } from '../workspace/findWorkspace.js';
import { atPlace, type FieldNames } from './atPlace.js';
import type { DesktopFixture, FixtureStatus, Fixtures } from './fixtureSchemas.js';
import {
  type LoadedIdentities,
  loadIdentities,
  type PreparedIdentities,
  prepareIdentities,
} from './loadIdentities.js';
import { loadUsers, refuseRepeatedUsers } from './loadUsers.js';
import { plantDesktop } from './plantDesktop.js';

export interface FixtureParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly offer: EngineOffer;
  readonly passwords: Passwords;
}

export interface FixtureOrder {
  readonly domainId: DomainId;
  readonly projectId: ProjectId;
  readonly fixtures: Fixtures;
  readonly language: Language;
  readonly admitUserChange: AdmitUserChange;
}

/** What was loaded, in the order of the file. */
export interface Loaded extends LoadedIdentities {
  /** Desktop users who were not there before, those whom only a desktop names last. */
  readonly users: readonly MadeUser[];
  readonly desktops: readonly LoadedDesktop[];
}

export interface LoadedDesktop {
  readonly id: DesktopId;
  readonly name: string;
  readonly status: FixtureStatus;
  readonly fault: DesktopFixture['fault'];
}

/**
 * Makes users, desktops and policies, which are there at once, in one transaction: all or nothing. Everything that could refuse an order of
 * desktops refuses here, too.
 * @throws {ApiError} as for orders, with the place in the fixtures as its detail
 */
export async function loadFixtures(parts: FixtureParts, order: FixtureOrder): Promise<Loaded> {
  const { fixtures, projectId } = order;
  refuseRepeatedUsers(fixtures.users ?? []);
  const settings = await requireWorkspace(parts.database, projectId);
  const wanted: Wanted[] = [];
  for (const [index, fixture] of (fixtures.desktops ?? []).entries()) {
    const body = bodyOf(parts.offer, fixture);
    const resolved = await atPlace(
      `desktops.${index}`,
      () => resolveOrder(parts.database, projectId, parts.offer, settings, body),
      desktopFields,
    );
    wanted.push({ fixture, body, resolved });
  }
  const identities = await prepareIdentities(parts, fixtures);
  return retryOnConflict(() =>
    parts.database
      .transaction()
      .execute((transaction) => load(transaction, parts.ambient, order, { wanted, identities })),
  );
}

interface Wanted {
  readonly fixture: DesktopFixture;
  readonly body: CreateDesktopBody;
  readonly resolved: ResolvedOrder;
}

async function load(
  transaction: Transaction,
  ambient: Ambient,
  { domainId, projectId, fixtures, language, admitUserChange }: FixtureOrder,
  { wanted, identities }: { readonly wanted: readonly Wanted[]; readonly identities: PreparedIdentities },
): Promise<Loaded> {
  const users = await loadUsers(transaction, ambient, { projectId, fixtures, admitUserChange });
  const desktops: LoadedDesktop[] = [];
  for (const [index, { fixture, body, resolved }] of wanted.entries()) {
    const { name, status = 'ACTIVE', fault } = fixture;
    const { jobId, madeUsers } = await atPlace(
      `desktops.${index}`,
      () => createDesktopsIn(transaction, ambient, { projectId, body, resolved, language, admitUserChange }),
      desktopFields,
    );
    users.push(...madeUsers);
    const { id } = await transaction
      .selectFrom('desktops')
      .select('id')
      .where('project_id', '=', projectId)
      .where('task_job_id', '=', jobId)
      .executeTakeFirstOrThrow();
    await plantDesktop(transaction, ambient, { projectId, desktopId: id, jobId, status });
    desktops.push({ id, name, status, fault });
  }
  return {
    users,
    desktops,
    ...(await loadIdentities(transaction, ambient, domainId, fixtures, identities)),
  };
}

/** How the fields of an order that a desktop of fixtures has are called there. */
const desktopFields: FieldNames = {
  product_id: 'product_id',
  image_id: 'image_id',
  tags: 'tags',
  'desktops.0.computer_name': 'name',
  'desktops.0.user_name': 'user',
  'root_volume.size': 'disk_gib',
};

/** The order that such a desktop would have been made by; what is left out is small, and Linux. */
function bodyOf(offer: EngineOffer, fixture: DesktopFixture): CreateDesktopBody {
  const { name, user, deletion_protection, tags, disk_gib: size = 80 } = fixture;
  return {
    desktop_type: 'DEDICATED',
    product_id: fixture.product_id ?? `workspace.${offer.architecture}.small`,
    image_id: fixture.image_id ?? offer.images[0]?.id ?? '',
    root_volume: { type: 'SAS', size },
    desktops: [{ computer_name: name, ...(user === undefined ? {} : { user_name: user }) }],
    email_notification: false,
    ...(deletion_protection === undefined ? {} : { deletion_protection }),
    ...(tags === undefined ? {} : { tags }),
  };
}
