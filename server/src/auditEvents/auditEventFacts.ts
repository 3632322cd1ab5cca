import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import type { DesktopUserId, DomainId, IamUserId, ProjectId } from '../ids.js';

/** Who made a request. */
export interface AuditEventActor {
  readonly userId: IamUserId | DesktopUserId;
  readonly userName: string;
  readonly domainId: DomainId;
}

/** What something was done to. */
export interface AuditEventResource {
  readonly type: string | null;
  readonly id: string | null;
  /** A name is personal: the log only commits to it. */
  readonly name?: string;
}

/**
 * Everything that an audit event says, in the words of CTS (docs/reference/deletion.md#calls). Never a token, password, key or text
 * from a body.
 */
export interface AuditEventFacts {
  /** `deleteDesktop`, `createUser` … */
  readonly name: string;
  /** What the service does by itself, without a request. */
  readonly bySystem?: true;
  /** `WORKSPACE`, `IAM` … */
  readonly service: string;
  readonly rating: 'normal' | 'warning' | 'incident';
  /** HTTP status of the answer. */
  readonly code: string;
  readonly sourceIp: string;
  readonly actor: AuditEventActor | undefined;
  /** What proved who it is: `token`, `session`, or an access key. */
  readonly credential: string | null;
  readonly resource: AuditEventResource;
  /** Of calls about several things at once. */
  readonly resourceIds: readonly string[];
  readonly projectId: ProjectId | undefined;
  readonly apiVersion: string;
  readonly requestId: string;
  readonly method: string;
  /** The route's pattern, not the path that was called. */
  readonly route: string;
  readonly flags: Readonly<Record<string, boolean>>;
  /** Of what was moved, where that is what counts. */
  readonly bytes?: number;
  readonly decision: JsonObject;
  readonly outcome: 'accepted' | 'denied' | 'failed';
}
