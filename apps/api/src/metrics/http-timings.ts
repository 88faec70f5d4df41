/** Upper ends of the buckets, in seconds. */
const BOUNDS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30];

interface Timing {
  buckets: number[];
  sum: number;
  count: number;
}

const newTiming = (): Timing => ({ buckets: Array.from({ length: BOUNDS.length }, () => 0), sum: 0, count: 0 });
const NAME = 'easel_http_request_seconds';

/**
 * How many requests there were and what they took, by method, route and status. Counted on every request, so by plain
 * additions; only a scrape makes text of it.
 */
export interface HttpTimings {
  add(method: string, route: string, status: number, seconds: number): void;
  text(): string;
}

export function createHttpTimings(): HttpTimings {
  const byRoute = new Map<string, Map<number, Timing>>();

  function timingOf(key: string, status: number): Timing {
    const known = byRoute.get(key)?.get(status);
    if (known) return known;
    const statuses = byRoute.get(key) ?? new Map<number, Timing>();
    const timing = newTiming();
    byRoute.set(key, statuses.set(status, timing));
    return timing;
  }

  function lines(labels: string, { buckets, sum, count }: Timing): string[] {
    let below = 0;
    const found = BOUNDS.map((bound, index) => {
      below += buckets[index] ?? 0;
      return `${NAME}_bucket{le="${bound}",${labels}} ${below}`;
    });
    return [
      ...found,
      `${NAME}_bucket{le="+Inf",${labels}} ${count}`,
      `${NAME}_sum{${labels}} ${sum}`,
      `${NAME}_count{${labels}} ${count}`,
    ];
  }

  return {
    add(method, route, status, seconds) {
      const timing = timingOf(`${method} ${route}`, status);
      timing.count += 1;
      timing.sum += seconds;
      for (let index = 0; index < BOUNDS.length; index += 1) {
        if (seconds > (BOUNDS[index] ?? 0)) continue;
        timing.buckets[index] = (timing.buckets[index] ?? 0) + 1;
        break;
      }
    },
    text() {
      const series = [...byRoute].flatMap(([key, statuses]) => {
        const [method, route] = key.split(' ');
        return [...statuses].flatMap(([status, timing]) =>
          lines(`method="${method}",route="${route}",status="${status}"`, timing),
        );
      });
      const head = [
        `# HELP ${NAME} Requests by route and status, streams until their end.`,
        `# TYPE ${NAME} histogram`,
      ];
      return `${[...head, ...series].join('\n')}\n`;
    },
  };
}
