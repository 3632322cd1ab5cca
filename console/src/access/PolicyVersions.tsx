import Button from '@cloudscape-design/components/button';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatTime } from '../language/format';
import { ConfirmChange } from './ConfirmChange';
import { useEntities } from './entities';
import { JsonText } from './JsonText';
import { Listing } from './Listing';

/** The versions of an identity policy; an older one can be made the one that counts again. */
export function PolicyVersions({ policyId }: { readonly policyId: string }): ReactNode {
  const { t } = useTranslation('access');
  const read = useRead('ListPolicyVersionsV5', { path: { policy_id: policyId } });
  const { reached } = useEntities(policyId);
  const choose = useChange('SetDefaultPolicyVersionV5', [
    'ListPolicyVersionsV5',
    'GetPolicyV5',
    'GetPolicyVersionV5',
    'ShowOwnRights',
  ]);
  const may = useMay('SetDefaultPolicyVersionV5');
  const [chosen, setChosen] = useState<{ readonly version_id: string; readonly document: string }>();
  return (
    <>
      <Listing
        title={t('versions.title')}
        description={t('versions.hint')}
        read={read}
        items={read.data?.versions}
        columns={[
          { id: 'version', header: t('version'), isRowHeader: true, cell: ({ version_id }) => version_id },
          { id: 'created', header: t('created'), cell: ({ created_at }) => formatTime(created_at) },
          {
            id: 'counts',
            header: t('versions.counts'),
            cell: (version) =>
              version.is_default ? (
                t('versions.yes')
              ) : (
                <Button
                  variant="inline-link"
                  ariaLabel={t('versions.choose', { version: version.version_id })}
                  disabled={!may}
                  {...(may ? {} : { disabledReason: t('mayNot') })}
                  onClick={() => setChosen(version)}
                >
                  {t('versions.make')}
                </Button>
              ),
          },
        ]}
      />
      {chosen !== undefined && (
        <ConfirmChange
          title={t('versions.choose', { version: chosen.version_id })}
          action={t('versions.make')}
          concerns={reached}
          change={() => choose.mutateAsync({ path: { policy_id: policyId, version_id: chosen.version_id } })}
          done={t('versions.done', { version: chosen.version_id })}
          onClose={() => setChosen(undefined)}
        >
          <JsonText label={t('document')} text={chosen.document} />
        </ConfirmChange>
      )}
    </>
  );
}
