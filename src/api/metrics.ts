// Prometheus metrics of the server, beside those that the node brings.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { z } from "zod";
import type { Api, ApiContext } from "./context.ts";
import { commonProblems } from "./routeDocument.ts";

const noQuery = z.strictObject({});
/** From an answer out of memory to one that waited for several blocks. */
const durationBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function registerMetrics(api: Api, context: ApiContext, nodeMetrics: Registry | undefined): void {
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  addGauges(own, context);
  countRequests(api, own);
  const registry = nodeMetrics === undefined ? own : Registry.merge([own, nodeMetrics]);
  addMetricsRoute(api, registry);
}

function addGauges(registry: Registry, { service, waiting, proofs, streams }: ApiContext): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge("kedge_ready", "Whether the node takes transactions.", () => (service.isReady() ? 1 : 0));
  gauge("kedge_http_waiting_requests", "Requests that wait for a block.", () => waiting.taken);
  gauge("kedge_http_proofs", "Proofs being made.", () => proofs.taken);
  gauge("kedge_http_event_streams", "Event streams that are open.", () => streams.taken);
}

function countRequests(api: Api, registry: Registry): void {
  const requests = new Counter({
    name: "kedge_http_requests_total",
    help: "Requests answered, by method, route and status.",
    labelNames: ["method", "route", "status"] as const,
    registers: [registry],
  });
  const durations = new Histogram({
    name: "kedge_http_request_seconds",
    help: "Time from the request's headers to the end of the answer, by route.",
    labelNames: ["route"] as const,
    buckets: durationBuckets,
    registers: [registry],
  });
  api.addHook("onResponse", (request, reply, done) => {
    // The route's pattern, never the path itself: labels must be few.
    const route = request.routeOptions.url ?? "none";
    requests.inc({ method: request.method, route, status: reply.statusCode });
    durations.observe({ route }, reply.elapsedTime / 1_000);
    done();
  });
}

function addMetricsRoute(api: Api, registry: Registry): void {
  api.get("/metrics", {
    schema: { querystring: noQuery },
    config: {
      isBusy: true,
      produces: ["text/plain"],
      document: {
        operationId: "metrics",
        summary: "Metrics in the text form of Prometheus.",
        tag: "node",
        answers: { 200: { description: "The metrics.", content: { "text/plain": "text" } } },
        problems: commonProblems,
      },
    },
    handler: async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  });
}
