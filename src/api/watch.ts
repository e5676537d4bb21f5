// What happens around every request: it is checked before it is read, and counted and logged when it is answered.
import type { FastifyBaseLogger, FastifyReply, FastifyRequest, HookHandlerDoneFunction, RouteOptions } from "fastify";
import { isAcceptable } from "./accept.ts";
import type { Api } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import type { RequestTally } from "./requestTally.ts";
import { jsonMediaType } from "./routeDocument.ts";
import type { LedgerService } from "./service.ts";

export interface WatchParts {
  readonly service: LedgerService;
  readonly tally: RequestTally;
  readonly logger: FastifyBaseLogger | undefined;
}

/** Must be called before routes are added: each gets hooks of its own, which need not look up what the route is. */
export function watchRequests(api: Api, { service, tally, logger }: WatchParts): void {
  api.addHook("onRoute", (route) => {
    if (route.config?.document === undefined) return;
    route.onRequest = [guardOf(route, service), ...listOf(route.onRequest)];
    route.onResponse = [recordOf(route, tally, logger), ...listOf(route.onResponse)];
  });
}

/** The handler of unknown paths, which are counted together: their paths are anyone's. */
export function unknownPathHandler({ tally }: Pick<WatchParts, "tally">) {
  const observe = tally.observerOf("any", "none");
  return async (_: FastifyRequest, reply: FastifyReply): Promise<never> => {
    observe(404, reply.elapsedTime);
    throw httpProblems.unknownPath();
  };
}

function guardOf({ config, url }: RouteOptions, service: LedgerService) {
  const { produces = [jsonMediaType] } = config ?? {};
  const asksLedger = url.startsWith("/v1/");
  return (request: FastifyRequest, _: FastifyReply, done: HookHandlerDoneFunction) => {
    if (!isAcceptable(request.headers.accept, produces)) return done(httpProblems.notAcceptable());
    if (asksLedger && !service.isReady()) return done(httpProblems.notReady({ headers: { "retry-after": "1" } }));
    done();
  };
}

function recordOf({ config, url, method }: RouteOptions, tally: RequestTally, logger: FastifyBaseLogger | undefined) {
  const observe = tally.observerOf([method].flat().join(","), url);
  const level = config?.isBusy === true ? "debug" : "info";
  // Busy routes would spend more time on lines that nobody reads than on their answers.
  const isSilent = logger === undefined || (level === "debug" && !["debug", "trace"].includes(logger.level));
  return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => {
    const { statusCode: status, elapsedTime } = reply;
    observe(status, elapsedTime);
    if (!isSilent) {
      const ms = Math.round(elapsedTime);
      logger[level]({ requestId: request.id, method: request.method, route: url, status, ms }, "answered");
    }
    done();
  };
}

function listOf<Hook>(hooks: Hook | Hook[] | undefined): Hook[] {
  return hooks === undefined ? [] : ([hooks].flat() as Hook[]);
}
