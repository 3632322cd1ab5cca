import type { DomainId, IamUserId, ProjectId } from '../ids.js';

/** Who makes a request, as proven by a token or a request signature. */
export interface Principal {
  readonly userId: IamUserId;
  readonly userName: string;
  readonly domainId: DomainId;
  readonly domainName: string;
  /** The account itself: everything in its account is allowed to it. */
  readonly isRoot: boolean;
  readonly credential: Credential;
}

/** What a request was proven with, and what that is good for. */
export type Credential =
  | { readonly kind: 'token'; readonly scope: TokenScope }
  /** A signature is good for every project of the key's account; the path names the project. */
  | { readonly kind: 'signature'; readonly accessKey: string };

export type TokenScope =
  | { readonly kind: 'project'; readonly projectId: ProjectId }
  | { readonly kind: 'domain'; readonly domainId: DomainId }
  | { readonly kind: 'none' };
