/** A call as it is published. */
export interface PublishedCall {
  readonly name: string;
  /** Which API it belongs to: `workspace`, `iam` … */
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/** What two calls have in common whose paths name their parts differently. */
export function sameCall({ method, path }: Pick<PublishedCall, 'method' | 'path'>): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}').replace(/\/$/, '')}`;
}
