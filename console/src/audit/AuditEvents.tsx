import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../language/format';
import type { AuditEvent } from './filter';
import { nameOfResource, useEventWords } from './useEventWords';
import './events.css';

interface Props {
  readonly events: readonly AuditEvent[];
  readonly loading: boolean;
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
  /** The next page is on its way. */
  readonly busy: boolean;
  readonly onLook: (event: AuditEvent) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** A page of audit events, the newest first. Nobody knows how many there are, so that one goes from page to page. */
export function AuditEvents(props: Props): ReactNode {
  const { t } = useTranslation('audit');
  const words = useEventWords();
  return (
    <Table
      contentDensity="compact"
      wrapLines
      enableKeyboardNavigation
      loading={props.loading}
      loadingText={t('loading')}
      items={props.events}
      trackBy="trace_id"
      ariaLabels={{ tableLabel: t('events') }}
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="angle-left"
                ariaLabel={t('newer')}
                disabled={props.page === 1 || props.busy}
                onClick={props.onBack}
              />
              <Box padding={{ top: 'xxs' }}>{t('page', { page: props.page })}</Box>
              <Button
                iconName="angle-right"
                ariaLabel={t('older')}
                disabled={!props.hasMore || props.busy}
                onClick={props.onNext}
              />
            </SpaceBetween>
          }
        >
          {t('events')}
        </Header>
      }
      empty={
        <Box textAlign="center" padding="l">
          {t('none')}
        </Box>
      }
      columnDefinitions={[
        { id: 'time', header: t('time'), minWidth: 225, cell: ({ time }) => formatMoment(time) },
        {
          id: 'name',
          header: t('what'),
          minWidth: 240,
          isRowHeader: true,
          cell: (event) => (
            <TwoLines below={words.event(event.trace_name)}>
              <Button variant="inline-link" wrapText={false} onClick={() => props.onLook(event)}>
                {event.trace_name}
              </Button>
            </TwoLines>
          ),
        },
        {
          id: 'resource',
          header: t('onWhat'),
          minWidth: 170,
          cell: (event) => {
            const { resource_type: type, resource_id: id } = event;
            const named = [words.type(type), nameOfResource(event)].filter(Boolean).join(' ');
            return <TwoLines below={<span className="event-id">{id}</span>}>{named || '–'}</TwoLines>;
          },
        },
        {
          id: 'user',
          header: t('who'),
          minWidth: 120,
          cell: ({ user, source_ip }) => (
            <TwoLines below={source_ip}>
              <span className="event-id">{user.name ?? user.id ?? '–'}</span>
            </TwoLines>
          ),
        },
        {
          id: 'rating',
          header: t('filter.rating'),
          minWidth: 120,
          cell: (event) => (
            <TwoLines below={t('answered', { code: event.code })}>
              <EventRating event={event} />
            </TwoLines>
          ),
        },
      ]}
    />
  );
}

/** A fact and, smaller and below, what belongs to it; neither is broken within a word. */
function TwoLines({
  children,
  below,
}: {
  readonly children: ReactNode;
  readonly below: ReactNode;
}): ReactNode {
  return (
    <div className="event-lines">
      {children}
      {below !== null && below !== '' && (
        <Box variant="small" display="block">
          {below}
        </Box>
      )}
    </div>
  );
}

const kinds = { normal: 'success', warning: 'warning', incident: 'error' } as const;

/** How much an event is worth looking at. */
export function EventRating({ event }: { readonly event: AuditEvent }): ReactNode {
  const { t } = useTranslation('audit');
  const rating = event.trace_rating;
  const type = isRating(rating) ? kinds[rating] : 'info';
  return <StatusIndicator type={type}>{t(`rating.${rating}`, { defaultValue: rating })}</StatusIndicator>;
}

function isRating(rating: string): rating is keyof typeof kinds {
  return rating in kinds;
}
