import { type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { mayChange } from '../access/permissions/permission.js';
import { type Operation, permissions } from '../access/permissions/table.js';
import type { ErrorFamily, RouteDeclaration } from './request.js';
import { flatErrors, keystoneErrors } from './schemas/errors.js';
import { ProjectPath } from './schemas/ids.js';
import { requireBounds } from './schemas/paging.js';

/** What a route takes and answers. */
export interface RouteForm
  extends Pick<RouteDeclaration, 'anonymous' | 'comparesRights' | 'takesBytes' | 'takesForm' | 'notOffered'> {
  readonly description?: string;
  /** Parameters of the path, but the project. */
  readonly path?: TProperties;
  readonly query?: TObject;
  readonly headers?: TObject;
  readonly body?: TSchema;
  /** By status, without the errors that every route of the family may answer. */
  readonly answers: Readonly<Record<number, TSchema>>;
  /** Media types of answers that are not JSON. */
  readonly produces?: readonly string[];
}

/** A declared route, as Fastify takes it. */
export interface DeclaredRoute<Form extends RouteForm, Path, Errors> {
  readonly config: { readonly declaration: RouteDeclaration };
  readonly exposeHeadRoute: boolean;
  readonly schema: Params<Form, Path> & Query<Form> & Headers<Form> & Body<Form> & Answers<Form, Errors>;
}

type Params<Form, Path> = Form extends { path: infer Own extends TProperties }
  ? { params: TObject<Path & Own> }
  : Path extends TProperties
    ? { params: TObject<Path> }
    : object;
type Query<Form> = Form extends { query: infer Own } ? { querystring: Own } : object;
type Headers<Form> = Form extends { headers: infer Own } ? { headers: Own } : object;
type Body<Form> = Form extends { body: infer Own } ? { body: Own } : object;
interface Answers<Form extends RouteForm, Errors> {
  response: Form['answers'] & Omit<Errors, keyof Form['answers']>;
}

/** Operations in a project, whose path begins with `:project_id`, with flat errors. */
export const workspace = familyOf('workspace', ProjectPath, flatErrors);
/** Operations with flat errors outside of projects: the service itself, /v3.0, enterprise projects. */
export const flat = familyOf('workspace', {}, flatErrors);
/** Operations of Keystone's: nested errors. */
export const keystone = familyOf('keystone', {}, keystoneErrors);
/** Operations of IAM 5: flat errors with the request's id. */
export const iam5 = familyOf('iam5', {}, flatErrors);
/** Operations of STS: flat errors with codes of STS. */
export const sts = familyOf('sts', {}, flatErrors);

/**
 * How the operations of one family say what they are.
 * @param path what the path of each names besides its own
 * @param errors what each may answer besides its own
 */
function familyOf<Path extends TProperties, Errors extends object>(
  family: ErrorFamily,
  path: Path,
  errors: Errors,
) {
  function declare<const Form extends RouteForm>(
    operation: Operation,
    summary: string,
    form: Form,
  ): DeclaredRoute<Form, Path, Errors>;
  function declare(operation: Operation, summary: string, form: RouteForm): object {
    const {
      anonymous,
      comparesRights,
      takesBytes,
      takesForm,
      notOffered,
      path: own,
      query,
      answers,
      ...same
    } = form;
    const params = { ...path, ...own };
    if (query !== undefined) requireBounds(query, operation);
    return {
      config: {
        declaration: {
          operation,
          family,
          ...(anonymous === undefined ? {} : { anonymous }),
          ...(comparesRights === undefined ? {} : { comparesRights }),
          ...(takesBytes === undefined ? {} : { takesBytes }),
          ...(takesForm === undefined ? {} : { takesForm }),
          ...(notOffered === undefined ? {} : { notOffered }),
        },
      },
      // Asking for the head of a GET that changes something, or uses it up, must not do it.
      exposeHeadRoute: !mayChange(permissions[operation]),
      schema: {
        summary,
        ...same,
        ...(takesForm === true ? { consumes: ['multipart/form-data'] } : {}),
        ...(Object.keys(params).length === 0 ? {} : { params: Type.Object(params) }),
        ...(query === undefined ? {} : { querystring: query }),
        response: { ...errors, ...answers },
      },
    };
  }
  return declare;
}
