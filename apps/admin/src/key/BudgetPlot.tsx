import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { fullest, leftOf, money, type NamedBudget, shareOf } from './budget.js';

const SHOWN = 8;
const ROW_PX = 34;

/** A budget as parts of a hundred, so that small and large ones can be compared. */
function toRow(item: NamedBudget) {
  const budget = item.budget_microusd ?? 0;
  const part = (microusd: number) => (budget === 0 ? 0 : (microusd / budget) * 100);
  return {
    name: item.name,
    spent: budget === 0 ? 100 : part(item.spent_microusd),
    reserved: part(item.reserved_microusd),
    left: part(leftOf(item)),
    item,
  };
}

type BudgetRow = ReturnType<typeof toRow>;

function Tip({ active, payload }: { active?: boolean; payload?: readonly { payload?: BudgetRow }[] }) {
  const row = payload?.[0]?.payload;
  if (!active || row === undefined) return null;
  const { item } = row;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-3 rounded-md border border-line-strong bg-surface-3 px-3 py-2 text-xs shadow-pop">
      <dt className="col-span-2 mb-1 font-medium">{row.name}</dt>
      <dt className="text-text-2">Spent</dt>
      <dd className="text-right">{money(item.spent_microusd)}</dd>
      <dt className="text-text-2">Set aside</dt>
      <dd className="text-right">{money(item.reserved_microusd)}</dd>
      <dt className="text-text-2">Left of {money(item.budget_microusd ?? 0)}</dt>
      <dd className="text-right">{money(leftOf(item))}</dd>
    </dl>
  );
}

/** The fullest budgets of the month: spent, set aside, left. The same figures stand in the lists of keys and of people. */
export function BudgetPlot({ budgets }: { budgets: readonly NamedBudget[] }) {
  const rows = fullest(budgets, SHOWN).map(toRow);
  const words = rows
    .map(
      ({ name, item }) =>
        `${name}: ${Math.round((shareOf(item) ?? 0) * 100)} percent of ${money(item.budget_microusd ?? 0)}`,
    )
    .join('; ');
  return (
    <figure aria-label={`Budgets of the month, the fullest first. ${words}`} className="flex flex-col gap-2">
      <div aria-hidden style={{ height: rows.length * ROW_PX + 28 }}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            accessibilityLayer={false}
            data={rows}
            layout="vertical"
            barSize={14}
            margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
          >
            <XAxis
              type="number"
              domain={[0, 100]}
              ticks={[0, 50, 100]}
              tickFormatter={(value: number) => `${value} %`}
              tick={{ fill: 'var(--text-3)', fontSize: 11 }}
              axisLine={false}
              tickLine={false}
              height={24}
            />
            <YAxis
              type="category"
              dataKey="name"
              width={150}
              tick={{ fill: 'var(--text-2)', fontSize: 12 }}
              axisLine={false}
              tickLine={false}
              interval={0}
            />
            <Tooltip content={<Tip />} cursor={{ fill: 'var(--surface-3)' }} isAnimationActive={false} />
            <Bar dataKey="spent" stackId="budget" fill="var(--accent)" isAnimationActive={false} />
            <Bar dataKey="reserved" stackId="budget" fill="var(--warn)" isAnimationActive={false} />
            <Bar dataKey="left" stackId="budget" fill="var(--surface-4)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-2">
        <Named colour="bg-accent">spent</Named>
        <Named colour="bg-warn">set aside for tasks that run</Named>
        <Named colour="bg-surface-4">left</Named>
      </figcaption>
    </figure>
  );
}

const Named = ({ colour, children }: { colour: string; children: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <span aria-hidden className={`size-2.5 rounded-xs ${colour}`} />
    {children}
  </span>
);
