import type { DomainId, IamUserId, ProjectId } from '../ids.js';
import type { CompiledPolicy, Grant } from './policies/types.js';

/** Who makes a request, as proven by a token, a request signature or a browser's session. Shared between requests, so never changed. */
export interface Principal {
  readonly userId: IamUserId;
  readonly userName: string;
  readonly domainId: DomainId;
  readonly domainName: string;
  /** The account itself: everything in its account is allowed to it. */
  readonly isRoot: boolean;
  /** Of the account that runs the service; together with {@link isRoot} it may add and disable accounts. */
  readonly isOperator: boolean;
  /**
   * The account's revision (a bigint as text) that all of this was read at, or an earlier one: as long as the account is at
   * it, nothing that matters has changed. What takes effect compares it once more in its own statement (D12).
   */
  readonly iamRevision: string;
  /** The policies that apply to the user, by itself and by its groups, and where. */
  readonly grants: readonly Grant[];
  readonly credential: Credential;
}

/** What a request was proven with, and what that is good for. */
export type Credential =
  | { readonly kind: 'token'; readonly scope: TokenScope }
  /** A signature is good for every project of the key's account; the path names the project. */
  | { readonly kind: 'signature'; readonly accessKey: string }
  /** As a signature, of a user who has signed in by browser. */
  | {
      readonly kind: 'session';
      readonly sessionHash: Buffer;
      /** Another password comes before everything else. */
      readonly mustChangePassword: boolean;
    }
  /** As a signature, but for a while, and no more than the session policy allows, if there is one. */
  | {
      readonly kind: 'temporary';
      readonly accessKey: string;
      readonly sessionPolicy?: CompiledPolicy;
    };

export type TokenScope =
  | { readonly kind: 'project'; readonly projectId: ProjectId }
  | { readonly kind: 'domain'; readonly domainId: DomainId }
  | { readonly kind: 'none' };
