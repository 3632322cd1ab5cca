import { useTranslation } from 'react-i18next';
import type { OperationName } from '../api/operations';
import { useMay } from '../api/rights';

/** @returns what keeps the user from an operation, in words; undefined: nothing that is known */
export function useObstacle(operation: OperationName): string | undefined {
  const { t } = useTranslation('networks');
  return useMay(operation) ? undefined : t('mayNot');
}
