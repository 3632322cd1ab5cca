import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callService } from '../api/callService';

/** The document of the API, as `/openapi.json` gives it in the language that is shown. */
export interface ApiDocument {
  readonly tags: readonly {
    readonly name: string;
    readonly description: string;
    readonly 'x-displayName': string;
  }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly 'x-error-codes': Readonly<Record<string, ApiError>>;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: ApiSchema; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, ApiResponse>>;
  readonly 'x-error-codes': readonly string[];
  /** What goes for good. */
  readonly 'x-deskplane-destructive'?: string;
  readonly 'x-permissions'?: ApiPermission;
}

export interface ApiResponse {
  readonly content?: Readonly<Record<string, { readonly example?: unknown }>>;
}

export interface ApiPermission {
  readonly action: string;
  readonly condition_keys?: readonly string[];
  readonly dependent_actions?: readonly string[];
  readonly further_effects?: readonly string[];
}

export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema: ApiSchema;
}

export interface ApiSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number | boolean)[];
  readonly anyOf?: readonly ApiSchema[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: ApiSchema;
}

export interface ApiError {
  readonly status: number;
  readonly further_statuses?: readonly number[];
  readonly message: string;
  readonly origin: 'huawei' | 'deskplane';
}

/** An operation with its address. */
export interface RoutedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

/** Read once for each language. */
export function useApiDocument() {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['openapi', i18n.language],
    queryFn: async ({ signal }) => readDocument(await callService('GET', '/openapi.json', { signal })),
    staleTime: Infinity,
  });
}

/** Every operation that is one of the API: what pages are made of is left out. */
export function operationsOf(document: ApiDocument): readonly RoutedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

// The service holds itself to this form: `openapi/document.test.ts`.
function readDocument(answer: unknown): ApiDocument {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return answer as ApiDocument;
}
