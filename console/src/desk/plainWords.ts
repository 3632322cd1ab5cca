import { ServiceError } from '../api/serviceError';

/**
 * Who works on desktops is no IAM user, which the service's words for "not let in" speak of.
 * @param text what that means on this page
 */
export function inPlainWords(error: Error | null, text: string): Error | null {
  if (!(error instanceof ServiceError) || error.code !== 'APIGW.0301') return error;
  const { status, code, requestId } = error;
  return new ServiceError(text, { status, code, ...(requestId === undefined ? {} : { requestId }) });
}
