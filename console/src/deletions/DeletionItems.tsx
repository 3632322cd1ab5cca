import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { ItemIds } from '../desktops/ItemIds';
import { formatTime } from '../language/format';
import { Records } from '../layout/Records';
import type { Deletion, Item } from './deletion';
import { nameOfEndingItem } from './itemWords';
import { ReleaseItem } from './ReleaseItem';

/** Every item of a deletion with where it stands; one that is stuck can be released. */
export function DeletionItems({ deletion }: { readonly deletion: Deletion }): ReactNode {
  const { t } = useTranslation('deletions');
  const mayRelease = useMay('ReleaseDeletionItem');
  const [releasing, setReleasing] = useState<Item>();
  return (
    <>
      <Container header={<Header variant="h2">{t('items')}</Header>}>
        <Records
          label={t('items')}
          entries={deletion.items}
          idOf={({ item_id }) => item_id}
          empty={t('item.none')}
          columns={[
            {
              id: 'what',
              header: t('item.what'),
              cell: (item) => (
                <>
                  {t(`kind.${item.kind}`)} {nameOfEndingItem(item, deletion.computer_name)}
                  <ItemIds item={{ id: item.item_id, provider_id: item.provider_id }} />
                </>
              ),
            },
            { id: 'state', header: t('state.title'), cell: (item) => <ItemState item={item} />, long: true },
            {
              id: 'proof',
              header: t('item.proof'),
              long: true,
              cell: ({ absence_grade, key_id, key_destroyed_at }) => (
                <>
                  {absence_grade === null ? '–' : t(`grade.${absence_grade}`)}
                  {key_destroyed_at !== null && (
                    <Box variant="small" display="block">
                      {t('item.keyDestroyed', { key: key_id ?? '', time: formatTime(key_destroyed_at) })}
                    </Box>
                  )}
                </>
              ),
            },
            ...(deletion.items.some(isStuck)
              ? [
                  {
                    id: 'release',
                    header: t('release.column'),
                    cell: (item: Item) =>
                      isStuck(item) ? (
                        <Button
                          variant="inline-link"
                          disabled={!mayRelease}
                          {...(mayRelease ? {} : { disabledReason: t('mayNot') })}
                          onClick={() => setReleasing(item)}
                        >
                          {t('release.open')}
                        </Button>
                      ) : (
                        '–'
                      ),
                  },
                ]
              : []),
          ]}
        />
      </Container>
      {releasing !== undefined && (
        <ReleaseItem deletion={deletion} item={releasing} onClose={() => setReleasing(undefined)} />
      )}
    </>
  );
}

/** Only what does not go of itself may be given up: what fails, and what was asked in vain though the engine said yes each time. */
function isStuck({ ended, attempts, last_error: error }: Item): boolean {
  return ended === null && (attempts > 0 || error !== null);
}

function ItemState({ item }: { readonly item: Item }): ReactNode {
  const { t } = useTranslation('deletions');
  const { ended, ended_at: endedAt, asked_at: askedAt, attempts, last_error: error } = item;
  if (ended === 'released')
    return (
      <StatusIndicator type="warning">
        {t('end.released', {
          by: item.released_by_name || (item.released_by ?? ''),
          reason: item.release_reason ?? '',
        })}
      </StatusIndicator>
    );
  if (ended !== null)
    return (
      <StatusIndicator type="success">
        {t(`end.${ended}`, { time: endedAt === null ? '' : formatTime(endedAt) })}
      </StatusIndicator>
    );
  if (error !== null)
    return (
      <StatusIndicator type="error">
        {error} {attempts > 0 && t('attempts', { count: attempts })}
      </StatusIndicator>
    );
  return askedAt === null ? (
    <StatusIndicator type="pending">{t('end.waits')}</StatusIndicator>
  ) : (
    <StatusIndicator type="in-progress">{t('end.asked', { time: formatTime(askedAt) })}</StatusIndicator>
  );
}
