import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';

/** Every error code, in the language that is shown. Open to anyone: it is of no project. */
export function useErrorCodes() {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['errorCodes', i18n.language],
    queryFn: ({ signal }) =>
      callOperation('', 'ListErrorCodes', { headers: { 'accept-language': i18n.language } }, signal),
    staleTime: Infinity,
  });
}

/** The sentence of a code, with a gap where each answer says something of its own. */
export const sentenceOf = ({ message }: { readonly message: string }): string =>
  message.replaceAll(/\{\d\}/g, '…');

const causes = [400, 401, 403, 404, 409, 412, 413, 415, 429, 500, 502, 503] as const;

/** Why an error comes, and what to do: of the code, or of all with its status. */
export function adviceOn(code: string, status: number, t: TFunction<'explorer'>): string {
  if (code === 'DPL.0412') return t('errors.advice.planChanged');
  const known = causes.find((each) => each === status);
  return known === undefined ? '' : t(`errors.advice.${known}`);
}
