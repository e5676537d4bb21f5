// Prometheus metrics of the server, beside those that the node brings.
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { z } from "zod";
import type { Api, ApiContext } from "./context.ts";
import { isFromLoopback } from "./loopback.ts";
import type { RequestTally } from "./requestTally.ts";
import { commonProblems, scopedProblems } from "./routeDocument.ts";

const noQuery = z.strictObject({});

export function registerMetrics(
  api: Api,
  context: ApiContext,
  tally: RequestTally,
  nodeMetrics: Registry | undefined,
): void {
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  addGauges(own, context);
  tally.register(own);
  const registry = nodeMetrics === undefined ? own : Registry.merge([own, nodeMetrics]);
  addMetricsRoute(api, context, registry);
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

function addMetricsRoute(api: Api, { scopes }: ApiContext, registry: Registry): void {
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
        problems: [...commonProblems, ...scopedProblems],
      },
    },
    async handler(request, reply) {
      // Those who watch the node from its own machine need no token.
      if (!isFromLoopback(request)) scopes.requireMayRead("supervisor", request);
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  });
}
