// Counts and durations of requests by route, in plain numbers: a metrics library would cost more than the count is worth.
import type { Registry } from "prom-client";

/** From an answer out of memory to one that waited for several blocks, in milliseconds. */
const bucketsMs = [1, 5, 10, 50, 100, 250, 500, 1_000, 2_500, 10_000] as const;

export type Observe = (status: number, ms: number) => void;

interface RouteTally {
  readonly method: string;
  readonly route: string;
  readonly statuses: Map<number, number>;
  readonly buckets: number[];
  count: number;
  sumMs: number;
}

interface MetricValue {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export class RequestTally {
  readonly #routes: RouteTally[] = [];

  /** What to call after each answer of one route. */
  observerOf(method: string, route: string): Observe {
    const tally: RouteTally = {
      method,
      route,
      statuses: new Map(),
      buckets: bucketsMs.map(() => 0),
      count: 0,
      sumMs: 0,
    };
    this.#routes.push(tally);
    return (status, ms) => {
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
      tally.count += 1;
      tally.sumMs += ms;
      // Buckets are cumulative: an answer counts in each that is wide enough.
      for (let at = bucketsMs.length - 1; at >= 0 && ms <= (bucketsMs[at] ?? 0); at -= 1) {
        tally.buckets[at] = (tally.buckets[at] ?? 0) + 1;
      }
    };
  }

  register(registry: Registry): void {
    const help = "Requests answered, by method, route and status.";
    addMetric(registry, { name: "kedge_http_requests_total", help, type: "counter", values: () => this.#counts() });
    const durationHelp = "Time from the request's headers to the end of the answer, by method and route.";
    const values = () => this.#durations();
    addMetric(registry, { name: "kedge_http_request_seconds", help: durationHelp, type: "histogram", values });
  }

  #counts(): MetricValue[] {
    return this.#routes.flatMap(({ method, route, statuses }) =>
      [...statuses].map(([status, value]) => ({ labels: { method, route, status }, value })),
    );
  }

  #durations(): MetricValue[] {
    const metric = "kedge_http_request_seconds";
    return this.#routes.flatMap(({ method, route, buckets, count, sumMs }) => {
      if (count === 0) return [];
      const labels = { method, route };
      const upTo = bucketsMs.map((ms, at) => ({
        metricName: `${metric}_bucket`,
        labels: { le: ms / 1_000, ...labels },
        value: buckets[at] ?? 0,
      }));
      return [
        ...upTo,
        { metricName: `${metric}_bucket`, labels: { le: "+Inf", ...labels }, value: count },
        { metricName: `${metric}_sum`, labels, value: sumMs / 1_000 },
        { metricName: `${metric}_count`, labels, value: count },
      ];
    });
  }
}

interface MetricParts {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "histogram";
  readonly values: () => MetricValue[];
}

function addMetric(registry: Registry, { name, help, type, values }: MetricParts): void {
  const metric = { name, help, get: async () => ({ name, help, type, values: values(), aggregator: "sum" }) };
  // A registry asks no more of a metric than its name and its values.
  registry.registerMetric(metric as never);
}
