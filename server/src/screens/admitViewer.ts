import { asksFor } from '../access/asksForKey.js';
import type { Caller } from '../access/caller.js';
import { projectNameKey } from '../access/conditionKeysOf.js';
import { type Ambient, newHexId } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { authorizeDesktop } from '../desktops/access/authorizeDesktop.js';
import { readDesktopResource } from '../desktops/access/desktopResource.js';
import type { StandingGatekeeper } from '../iam/gatekeeper.js';
import type { Viewer } from './tickets.js';

export interface AdmissionOfViewers {
  readonly database: Database;
  readonly gatekeeper: StandingGatekeeper;
  readonly ambient: Ambient;
  readonly region: string;
  /** As {@link admitViewer}, of somebody who has signed in to the desk. */
  readonly admitDeskViewer: (viewer: Viewer, sessionHash: Buffer) => Promise<void>;
}

/**
 * Asks whether a viewer could ask for the address of the desktop's screen now, as he once did: with the same token or key, from where
 * he is, with the policies and the tags of now (D12).
 * @param operation another call of which the same is asked; whoever has signed in to the desk may start what he may look at
 * @throws {ApiError} 401 or 403 as that call would be refused
 */
export async function admitViewer(
  { database, gatekeeper, ambient, region, admitDeskViewer }: AdmissionOfViewers,
  viewer: Viewer,
  sourceIp: string | undefined,
  operation: 'ShowRemoteConsoleAddress' | 'BatchRunDesktops' = 'ShowRemoteConsoleAddress',
): Promise<void> {
  const { proof } = viewer;
  if (proof.kind === 'desk') return admitDeskViewer(viewer, proof.hash);
  const principal = await gatekeeper.authenticateProof(proof);
  const projectId = await gatekeeper.admitToProject(principal, viewer.projectId);
  const projectName = asksFor(principal, projectNameKey)
    ? await gatekeeper.nameProject?.(principal, projectId)
    : undefined;
  const caller: Caller = {
    ...principal,
    context: {
      operation,
      region,
      at: ambient.serviceNow(),
      sourceIp,
      projectName,
      requestId: newHexId(ambient),
    },
  };
  const desktop = await readDesktopResource(database, projectId, viewer.desktopId);
  authorizeDesktop({ principal: caller, projectId }, viewer.desktopId, desktop);
}
