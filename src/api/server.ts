// The HTTP server of a node: composes the routes, which follow from the modules, and guards them.
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import type { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { adminRoutes } from "./adminRoutes.ts";
import { aliasResolver } from "./aliases.ts";
import { blockRoutes } from "./blockRoutes.ts";
import { catalogueRoutes } from "./catalogueRoutes.ts";
import type { Api, ApiContext } from "./context.ts";
import { CostlyAnswers } from "./costlyAnswers.ts";
import { allowOrigins } from "./crossOrigin.ts";
import { devnetRoutes } from "./devnetRoutes.ts";
import { registerDocs } from "./docs.ts";
import { answerClientError, answerError } from "./errorAnswers.ts";
import { eventRoutes } from "./eventRoutes.ts";
import { closeGracefully } from "./gracefulClose.ts";
import { healthRoutes } from "./healthRoutes.ts";
import { httpProblems } from "./httpProblems.ts";
import { isLoopbackAddress } from "./loopback.ts";
import { messageRoutes } from "./messageRoutes.ts";
import { watchMethods } from "./methods.ts";
import { registerMetrics } from "./metrics.ts";
import { registerOpenApi, sharedSchemasOf } from "./openapi.ts";
import { defaultBounds, type ServerOptions } from "./options.ts";
import { proofRoutes } from "./proofRoutes.ts";
import { queryRoutes } from "./queryRoutes.ts";
import { ReadScopes } from "./readScopes.ts";
import { requestIds } from "./requestIds.ts";
import { RequestTally } from "./requestTally.ts";
import { Seats } from "./seats.ts";
import type { LedgerService } from "./service.ts";
import { submissionRoutes } from "./submissionRoutes.ts";
import { parsePart } from "./validation.ts";
import { unknownPathHandler, watchRequests } from "./watch.ts";

export interface ServerParts {
  readonly service: LedgerService;
  readonly options?: ServerOptions;
}

/** A server that is ready to listen. The caller listens, and closes it before the ledger behind it. */
export async function createServer({ service, options = {} }: ServerParts): Promise<FastifyInstance> {
  const context = contextOf(service, options);
  const api = newFastify(options);
  validateWithZod(api, context);
  api.setErrorHandler((thrown, request, reply) => answerError(thrown, request, reply));
  await allowOrigins(api, options.corsOrigins ?? []);
  await limitRate(api, options);
  context.scopes.watch(api);
  const tally = new RequestTally();
  api.setNotFoundHandler(unknownPathHandler({ tally }));
  watchRequests(api, { service, tally, logger: options.logger });
  await registerOpenApi(api as unknown as FastifyInstance, service.registry(), context.shared);
  const methods = watchMethods(api);
  registerMetrics(api, context, tally, options.metrics);
  await addRoutes(api, context);
  methods.close();
  closeGracefully(api);
  await api.ready();
  return api as unknown as FastifyInstance;
}

function contextOf(service: LedgerService, { bounds: changed, readers }: ServerOptions): ApiContext {
  const bounds = { ...defaultBounds, ...changed };
  return {
    service,
    bounds,
    scopes: new ReadScopes(service.network, () => service.registry().events, readers),
    shared: sharedSchemasOf(service.registry()),
    resolveAlias: aliasResolver(service.genesis),
    waiting: new Seats(bounds.waitingRequests),
    proofs: new Seats(bounds.proofsAtOnce),
    costly: new CostlyAnswers(limits.costlyAnswersAtOnceMax, limits.costlyAnswersKept),
    streams: new Seats(bounds.eventStreams),
  };
}

function newFastify({ logger, tls }: ServerOptions): Api {
  const api = Fastify({
    // Null would be HTTP as well; the type of a server does not change with what it is served over.
    ...((tls === undefined ? {} : { https: tls }) as object),
    ...(logger && { loggerInstance: logger }),
    // One line for each answer is written below; a child logger for each request would cost more than the request.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (parent) => parent,
    genReqId: requestIds(),
    bodyLimit: limits.requestBodyBytesMax,
    requestTimeout: limits.requestReceiveMsMax,
    keepAliveTimeout: limits.keepAliveMs,
    http: { maxHeaderSize: limits.requestHeaderBytesMax },
    routerOptions: { maxParamLength: limits.requestHeaderBytesMax },
    // A stopping server answers what it has accepted; the ledger itself refuses what comes too late.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply);
    },
  });
  api.removeContentTypeParser("text/plain");
  return api as unknown as Api;
}

/** Routes name zod schemas; each part of a request is read by the one function that knows aliases and query strings. */
function validateWithZod(api: Api, { resolveAlias }: ApiContext): void {
  const parts = { body: "body", querystring: "query", params: "path", headers: "header" } as const;
  api.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => {
    const part = parts[httpPart as keyof typeof parts];
    return (value) => {
      try {
        return { value: parsePart(part, schema, value, resolveAlias) };
      } catch (error) {
        return { error: error as Error };
      }
    };
  });
}

async function limitRate(api: Api, options: ServerOptions): Promise<void> {
  const { rateLimit: requestsPerMinute = limits.requestsPerMinuteMax, rateLimitsLoopback = false } = options;
  if (requestsPerMinute === 0) return;
  await api.register(rateLimit, {
    global: false,
    max: requestsPerMinute,
    timeWindow: 60_000,
  });
  const countRequest = api.createRateLimit();
  api.addHook("onRequest", (request, _, done) => {
    // Counting waits for a promise, which is dear at thousands of requests a second from this machine.
    if (!rateLimitsLoopback && isLoopbackAddress(request.raw.socket.remoteAddress)) return done();
    countRequest(request).then((count) => {
      if (count.isAllowed || !count.isExceeded) return done();
      done(httpProblems.tooManyRequests({ headers: { "retry-after": String(count.ttlInSeconds) } }));
    }, done);
  });
}

async function addRoutes(api: Api, context: ApiContext): Promise<void> {
  await api.register(submissionRoutes(context));
  await api.register(messageRoutes(context));
  await api.register(queryRoutes(context));
  await api.register(proofRoutes(context));
  await api.register(blockRoutes(context));
  await api.register(eventRoutes(context));
  await api.register(healthRoutes(context));
  await api.register(catalogueRoutes(context));
  await api.register(adminRoutes(context));
  await api.register(devnetRoutes(context));
  await registerDocs(api);
  api.get("/", (_, reply) => reply.redirect("/docs"));
}
