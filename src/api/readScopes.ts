// Who asks, and whether they may read it: tokens and client certificates, where read scopes are enforced.
import type { TLSSocket } from "node:tls";
import type { FastifyRequest } from "fastify";
import { mayRead, mayReadEvent, type Reader, type Readers } from "#src/machine/readers.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { Api } from "./context.ts";
import { type HttpProblem, httpProblems } from "./httpProblems.ts";
import type { ReaderRegister } from "./readerRegister.ts";
import { tokenReader } from "./readerToken.ts";
import type { PlacedEvent } from "./service.ts";

const challenge = { headers: { "www-authenticate": "Bearer" } };
/** Longer than any token that is issued, and short enough to be verified on every request. */
const tokenPattern = /^Bearer ([A-Za-z0-9_.-]{1,2048})$/i;

export class ReadScopes {
  readonly #readerOfToken: ReturnType<typeof tokenReader> | undefined;
  readonly #certified: ReadonlyMap<string, Reader>;
  readonly #events: () => Registry["events"];
  readonly #readers = new WeakMap<FastifyRequest, Reader>();

  /** Without a register everyone may read everything. */
  constructor(network: string, events: () => Registry["events"], register: ReaderRegister | undefined) {
    this.#events = events;
    this.#readerOfToken = register && tokenReader(network, register.operatorKeys);
    this.#certified = new Map(register?.certificates.map(({ fingerprint, reader }) => [fingerprint, reader]));
  }

  /** Finds out who asks before anything else is done; a token that is wrong is an error, not a stranger. */
  watch(api: Api): void {
    const readerOfToken = this.#readerOfToken;
    if (readerOfToken === undefined) return;
    api.addHook("onRequest", async (request) => {
      const { authorization } = request.headers;
      const reader =
        authorization === undefined
          ? this.#certifiedReader(request)
          : await readerOfToken(tokenPattern.exec(authorization)?.[1] ?? "");
      if (reader !== undefined) this.#readers.set(request, reader);
      else if (authorization !== undefined) throw httpProblems.tokenRefused(challenge);
    });
  }

  mayRead(readers: Readers, request: FastifyRequest, ...known: readonly Readonly<Record<string, unknown>>[]): boolean {
    return this.#readerOfToken === undefined || mayRead(readers, this.#readers.get(request), ...known);
  }

  requireMayRead(readers: Readers, request: FastifyRequest): void {
    if (!this.mayRead(readers, request)) throw this.refusal(request);
  }

  isKnown(request: FastifyRequest): boolean {
    return this.#readers.has(request);
  }

  refusal(request: FastifyRequest): HttpProblem {
    return this.isKnown(request) ? httpProblems.readForbidden() : httpProblems.readerUnknown(challenge);
  }

  eventFilter(request: FastifyRequest): (event: PlacedEvent) => boolean {
    if (this.#readerOfToken === undefined) return () => true;
    const reader = this.#readers.get(request);
    // An event of a module that is no longer in force is nobody's but the supervisor's and those it names.
    return ({ type, content }) => mayReadEvent(this.#events().get(type)?.isPublic === true, reader, content);
  }

  #certifiedReader({ raw: { socket } }: FastifyRequest): Reader | undefined {
    const { encrypted, authorized } = socket as TLSSocket;
    if (encrypted !== true || !authorized) return undefined;
    return this.#certified.get((socket as TLSSocket).getPeerCertificate().fingerprint256);
  }
}
