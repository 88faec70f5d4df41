import { DELIVERY_STATES, type OwnedDelivery } from '@easel/contracts';
import { Button, EmptyState } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Send, X } from 'lucide-react';
import { useMemo } from 'react';
import { Chip } from '../app/Chip.js';
import { formatFull, formatWhen, shortId } from '../app/format.js';
import { useTitle } from '../app/use-title.js';
import { VirtualList } from '../app/VirtualList.js';
import type { Column } from '../app/VirtualTable.js';
import { DELIVERY_LOOK, DeliveryBadge, outcomeOf } from './DeliveryBadge.js';
import { type DeliveryFilter, statesOf, toggleState } from './delivery-filter.js';
import { SendAgain } from './SendAgain.js';
import { type Redeliver, useRedeliver } from './use-redeliver.js';
import { deliveriesQuery } from './webhook.queries.js';

const LINK = 'text-accent underline-offset-2 hover:underline';
const CARD_PX = 132;

interface Props {
  filter: DeliveryFilter;
  onFilter: (filter: DeliveryFilter) => void;
}

export function DeliveriesScreen({ filter, onFilter }: Props) {
  useTitle('Deliveries');
  const named = statesOf(filter);
  const { state: _, ...others } = filter;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <h1 className="sr-only">Deliveries</h1>
        <fieldset aria-label="State" className="flex flex-wrap items-center gap-1.5">
          {DELIVERY_STATES.map((state) => (
            <Chip key={state} on={named.includes(state)} onPress={() => onFilter(toggleState(filter, state))}>
              {DELIVERY_LOOK[state].label}
            </Chip>
          ))}
          {Object.entries(others).map(([name, id]) => (
            <Button
              key={name}
              size="sm"
              title={id}
              onClick={() => onFilter(Object.fromEntries(Object.entries(filter).filter(([key]) => key !== name)))}
            >
              <span className="sr-only">Remove the filter: </span>
              {name.replace('_id', '')} …{id.slice(-6)}
              <X aria-hidden className="size-3.5" />
            </Button>
          ))}
          {Object.keys(filter).length > 0 ? (
            <Button
              size="sm"
              variant="ghost"
              icon={<X aria-hidden className="size-3.5" />}
              onClick={() => onFilter({})}
            >
              Clear
            </Button>
          ) : null}
        </fieldset>
      </div>
      <DeliveryList key={JSON.stringify(filter)} filter={filter} onFilter={onFilter} />
    </div>
  );
}

function DeliveryList({ filter, onFilter }: Props) {
  const redeliver = useRedeliver();
  const columns = useMemo(() => columnsOf(redeliver), [redeliver]);
  return (
    <VirtualList
      noun="deliveries"
      list={useInfiniteQuery(deliveriesQuery(filter))}
      columns={columns}
      least="min-w-[72rem]"
      card={(delivery) => <DeliveryCard delivery={delivery} redeliver={redeliver} />}
      card_px={CARD_PX}
      empty={
        <EmptyState
          icon={<Send aria-hidden className="size-8" />}
          title={Object.keys(filter).length > 0 ? 'No delivery fits these filters' : 'Nothing was delivered yet'}
          action={
            Object.keys(filter).length > 0 ? <Button onClick={() => onFilter({})}>Show all deliveries</Button> : null
          }
        >
          Each event that an endpoint or a task's own target is told of appears here, with what came back.
        </EmptyState>
      }
    />
  );
}

const columnsOf = (redeliver: Redeliver): Column<OwnedDelivery>[] => [
  {
    name: 'Delivery',
    width: 'w-24',
    pinned: 'left',
    title: (delivery) => delivery.id,
    cell: (delivery) => (
      <Link
        to="/deliveries/$deliveryId"
        params={{ deliveryId: delivery.id }}
        className={`${LINK} inline-flex min-h-6 items-center font-mono text-xs`}
      >
        {shortId(delivery.id)}
      </Link>
    ),
  },
  { name: 'State', width: 'w-28', cell: (delivery) => <DeliveryBadge delivery={delivery} /> },
  { name: 'Event', width: 'w-36', cell: (delivery) => delivery.event },
  { name: 'To', title: (delivery) => delivery.url, cell: (delivery) => delivery.url },
  { name: 'What came back', width: 'w-56', title: outcomeOf, cell: outcomeOf },
  { name: 'Tries', width: 'w-16', align: 'right', cell: (delivery) => delivery.attempt_count },
  { name: 'Owner', width: 'w-36', title: (delivery) => delivery.owner_name, cell: (delivery) => delivery.owner_name },
  {
    name: 'Created',
    width: 'w-32',
    cell: (delivery) => (
      <time dateTime={delivery.created_at} title={formatFull(delivery.created_at)} className="text-text-2">
        {formatWhen(delivery.created_at)}
      </time>
    ),
  },
  {
    name: 'Actions',
    width: 'w-32',
    pinned: 'right',
    quiet: true,
    cell: (delivery) => <SendAgain delivery={delivery} redeliver={redeliver} />,
  },
];

function DeliveryCard({ delivery, redeliver }: { delivery: OwnedDelivery; redeliver: Redeliver }) {
  return (
    <div className="flex h-full flex-col justify-between text-[13px]">
      <div className="flex items-center justify-between gap-2">
        <DeliveryBadge delivery={delivery} />
        <SendAgain delivery={delivery} redeliver={redeliver} />
      </div>
      <Link
        to="/deliveries/$deliveryId"
        params={{ deliveryId: delivery.id }}
        className="truncate py-1 font-medium underline-offset-2 hover:underline"
      >
        {delivery.event} to {delivery.url}
      </Link>
      <p className="truncate text-xs text-text-3">
        {formatWhen(delivery.created_at)} · {delivery.owner_name} · {outcomeOf(delivery)}
      </p>
    </div>
  );
}
