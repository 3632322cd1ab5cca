/** A refusal or a failure of a call, as the service words it in the caller's language. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** HTTP status; 0: there was no answer. */
  readonly status: number;
  /** Such as `WKS.00010001`; undefined where the answer has none. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** The field at fault, such as `body: users.3.user_name`; empty where the answer names none. */
  readonly detail: string;
  /** The answer, parsed. */
  readonly body: unknown;
  /** After how many seconds the service may be asked again; undefined where it does not say. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    facts: { status: number; code?: string; requestId?: string; body?: unknown; retryAfter?: number },
  ) {
    super(message);
    this.retryAfter = facts.retryAfter;
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.body = facts.body;
    this.detail = textOf(fieldsOf(facts.body)['error_detail']) ?? '';
  }
}

/** Reads an answer that is not a success: the flat form, and the one of Keystone. */
export function readServiceError(status: number, body: unknown, headers: Headers): ServiceError {
  const outer = fieldsOf(body);
  const inner = fieldsOf(outer['error']);
  const code = textOf(outer['error_code']) ?? textOf(inner['code']) ?? textOf(inner['title']);
  const message = textOf(outer['error_msg']) ?? textOf(inner['message']) ?? `HTTP ${status}`;
  const id = textOf(outer['request_id']) ?? headers.get('x-request-id') ?? undefined;
  const seconds = Number(headers.get('retry-after') ?? 'none');
  return new ServiceError(message, {
    status,
    body,
    ...(code === undefined ? {} : { code }),
    ...(id === undefined ? {} : { requestId: id }),
    ...(Number.isNaN(seconds) ? {} : { retryAfter: seconds }),
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
