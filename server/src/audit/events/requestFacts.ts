import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import type { AuditEventNotes } from '../../auditEvents/openAuditEvent.js';
import type { RouteDeclaration } from '../../http/request.js';
import { auditEventNameOf, resourceTypeOf, serviceOf } from './auditEventNames.js';

/**
 * What a request says for its audit event. Of path, query and body only ids and switches, so that neither a secret nor a user's
 * words can get into the log.
 */
export function requestFacts(
  request: FastifyRequest,
  declaration: RouteDeclaration,
  notes: AuditEventNotes,
): AuditEventFacts {
  const { principal } = request;
  const { failure } = notes;
  const ids = [...bodyIds(request.body), ...(notes.made ?? [])].slice(0, maxIds);
  const [onlyMade, ...others] = notes.made ?? [];
  const made = others.length === 0 ? onlyMade : undefined;
  const inPath = pathIdOf(request.params);
  return {
    name: failure?.name ?? auditEventNameOf(declaration.operation),
    service: serviceOf(declaration),
    rating: failure?.rating ?? 'normal',
    code: failure?.code ?? successOf(request),
    sourceIp: request.origin.address ?? '',
    actor: notes.actor ?? principal,
    credential: principal === undefined ? null : credentialOf(principal),
    resource: notes.resource ?? {
      // Where no action says it, as of whoever works on desktops, the path does: `desktop_id`.
      type: resourceTypeOf(declaration) ?? inPath?.type ?? null,
      id: made ?? inPath?.id ?? (ids.length === 1 ? (ids[0] ?? null) : null),
    },
    resourceIds: ids,
    projectId: request.project,
    apiVersion: /^\/(v[\d.]+)\//.exec(request.routeOptions.url ?? '')?.[1] ?? '',
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? '',
    flags: { ...switchesOf(request.query), ...switchesOf(request.body), ...notes.flags },
    decision: failure === undefined ? allowedBy(request, notes) : { allowed: false },
    outcome: failure === undefined ? 'accepted' : 'failed',
  };
}

/** The account itself, or policies; nobody had to where being signed in is enough. */
function allowedBy(
  { allowedBy: first }: FastifyRequest,
  { allowedBy: rest = [] }: AuditEventNotes,
): JsonObject {
  const grounds = new Set([...(first === undefined ? [] : [first]), ...rest]);
  return { allowed: true, by: [...grounds] };
}

const credentialOf = ({ credential }: Principal): string =>
  'accessKey' in credential ? credential.accessKey : credential.kind;

/** The one status of success that the route declares. */
function successOf({ routeOptions }: FastifyRequest): string {
  const declared: unknown = routeOptions.schema?.response;
  const statuses = typeof declared === 'object' && declared !== null ? Object.keys(declared) : [];
  return statuses.find((status) => status.startsWith('2')) ?? '200';
}

/** As many as a call may name. */
const maxIds = 100;
const idText = /^[0-9A-Za-z-]{1,64}$/;

/** The last id of the path besides the project's, and of what it is. */
function pathIdOf(params: unknown): { readonly id: string; readonly type: string | null } | undefined {
  const found = entriesOf(params).filter(
    ([name, value]) =>
      name !== 'project_id' &&
      (name === 'id' || name === 'access_key' || name.endsWith('_id')) &&
      isId(value),
  );
  const [name, id] = found.at(-1) ?? [];
  if (name === undefined || typeof id !== 'string') return undefined;
  return { id, type: /^(.+)_id$/.exec(name)?.[1] ?? null };
}

/** Of calls about several desktops or users: lists of ids, and those in a list of things (`desktops`: `desktop_id`). */
function bodyIds(body: unknown): readonly string[] {
  const ids = entriesOf(body).flatMap(([name, value]): unknown[] => {
    if (!Array.isArray(value)) return [];
    if (name.endsWith('_ids')) return value;
    const idName = `${name.replace(/s$/, '')}_id`;
    return value.map((thing) =>
      typeof thing === 'object' && thing !== null ? Reflect.get(thing, idName) : undefined,
    );
  });
  return [...new Set(ids.filter(isId))];
}

function switchesOf(value: unknown): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    entriesOf(value).flatMap(([name, one]) =>
      typeof one === 'boolean' && /^[a-z_]{1,64}$/.test(name) ? [[name, one] as const] : [],
    ),
  );
}

const isId = (value: unknown): value is string => typeof value === 'string' && idText.test(value);

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
