import { createHash } from 'node:crypto';
import type { ProjectId } from '../../ids.js';

export interface CatalogOptions {
  /** Where this service is reached, without a slash at the end. */
  readonly endpoint: string;
  readonly region: string;
  /** Undefined: only what needs no project. */
  readonly projectId: ProjectId | undefined;
}

export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly endpoints: {
    readonly id: string;
    readonly interface: 'public';
    readonly region: string;
    readonly region_id: string;
    readonly url: string;
  }[];
}

/** One port serves every service, told apart by path (D11). `identity` is what OpenStack clients look for. */
const services = [
  { type: 'iam', path: '/v3.0', inProject: false, everywhere: true },
  { type: 'identity', path: '/v3', inProject: false, everywhere: false },
  { type: 'sts', path: '', inProject: false, everywhere: false },
  { type: 'eps', path: '/v1.0', inProject: false, everywhere: false },
  { type: 'ims', path: '/v2', inProject: false, everywhere: false },
  { type: 'workspace', path: '/v2/', inProject: true, everywhere: false },
  { type: 'vpc', path: '/v1/', inProject: true, everywhere: false },
  { type: 'ecs', path: '/v1/', inProject: true, everywhere: false },
] as const;

/** The service catalogue of a token (docs/reference/tokens.md#what-a-token-says). */
export function catalogOf({ endpoint, region, projectId }: CatalogOptions): CatalogEntry[] {
  return services.flatMap(({ type, path, inProject, everywhere }) => {
    if (inProject && projectId === undefined) return [];
    const url = `${endpoint}${path}${inProject ? (projectId ?? '') : ''}`;
    const place = everywhere ? '*' : region;
    return [
      {
        id: stableId(type),
        name: type,
        type,
        endpoints: [
          { id: stableId(type, place), interface: 'public' as const, region: place, region_id: place, url },
        ],
      },
    ];
  });
}

/** The same on every replica and after every start. */
function stableId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
