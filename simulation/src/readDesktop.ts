import { countDesktops, type DesktopRow, goesAlone } from './ledger.js';
import type { Deletable, DesktopId } from './production.js';
import { momentAfter, type World } from './world.js';

/** A desktop as a deletion finds it, by its id. */
export function readDesktop(world: World, id: DesktopId): Deletable | undefined {
  const desktop = world.ledger.desktops.get(id);
  return desktop === undefined ? undefined : readOne(world, desktop);
}

/** A desktop with everything that a plan needs, as one statement sees it. */
export function readOne(world: World, desktop: DesktopRow): Deletable {
  const { ledger } = world;
  return {
    id: desktop.id,
    readAt: new Date(momentAfter(world, ledger.deletions.get(desktop.id)?.acceptedAt ?? null)),
    computerName: `name-${desktop.id}`,
    revision: desktop.revision,
    taskStatus: desktop.taskStatus,
    taskJobId: desktop.taskJobId,
    isProtected: desktop.isProtected,
    enterpriseProjectId: '0',
    tags: new Map(),
    gone: desktop.gone,
    planDigest: ledger.deletions.get(desktop.id)?.digest ?? null,
    inventory: {
      desktopId: desktop.id,
      items: desktop.items.map(({ id, kind, state, ownership, providerId, generation, keyId }) => ({
        id,
        kind,
        state,
        ownership,
        providerId,
        generation,
        keyId,
      })),
      users: [...desktop.users].flatMap((id) => {
        const user = ledger.users.get(id);
        return user === undefined
          ? []
          : { id, name: user.name, email: user.email, otherDesktops: countDesktops(ledger, id, desktop.id) };
      }),
      tenantSendsMail: ledger.tenantSendsMail,
    },
    records: new Map(
      desktop.items
        .filter((item) => item.providerId !== null)
        .map(({ id, name: singleUseName, providerId, generation, keyId, createdAt }) => [
          id,
          {
            singleUseName,
            providerId,
            generation,
            keyId,
            createdAt,
            creationAge: null,
            creationInFlight: false,
            goesAlone: goesAlone(ledger, desktop.id, id),
          },
        ]),
    ),
    userEnterpriseProjects: new Map([...desktop.users].map((id) => [id, '0'])),
  };
}
