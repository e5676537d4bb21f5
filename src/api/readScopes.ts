// Who asks, and whether they may read it: tokens and client certificates, where read scopes are enforced.
import type { TLSSocket } from "node:tls";
import type { FastifyRequest } from "fastify";
import { mayRead, mayReadEvent, ownPart, type Reader, type Readers } from "#src/machine/readers.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { Api } from "./context.ts";
import { type HttpProblem, httpProblems } from "./httpProblems.ts";
import type { ReaderRegister } from "./readerRegister.ts";
import { type KnownReader, tokenReader } from "./readerToken.ts";
import { partForSender } from "./senderPart.ts";
import type { DecidedTransaction, PlacedEvent } from "./service.ts";

const challenge = { headers: { "www-authenticate": "Bearer" } };
/** Longer than any token that is issued, and short enough to be verified on every request. */
const tokenPattern = /^Bearer ([A-Za-z0-9_.-]{1,2048})$/i;

export class ReadScopes {
  readonly #readerOfToken: ReturnType<typeof tokenReader> | undefined;
  readonly #certified: ReadonlyMap<string, Reader>;
  readonly #events: () => Registry["events"];
  readonly #readers = new WeakMap<FastifyRequest, KnownReader>();

  /** Without a register everyone may read everything. */
  constructor(network: string, events: () => Registry["events"], register: ReaderRegister | undefined) {
    this.#events = events;
    this.#readerOfToken = register && tokenReader(network, register.operatorKeys);
    this.#certified = new Map(register?.certificates.map(({ fingerprint, reader }) => [fingerprint, reader]));
  }

  get areEnforced(): boolean {
    return this.#readerOfToken !== undefined;
  }

  /** Finds out who asks before anything else is done; a token that is wrong is an error, not a stranger. */
  watch(api: Api): void {
    const readerOfToken = this.#readerOfToken;
    if (readerOfToken === undefined) return;
    api.addHook("onRequest", async (request) => {
      const { authorization } = request.headers;
      const known =
        authorization === undefined
          ? this.#certifiedReader(request)
          : await readerOfToken(tokenPattern.exec(authorization)?.[1] ?? "");
      if (known !== undefined) this.#readers.set(request, known);
      else if (authorization !== undefined) throw httpProblems.tokenRefused(challenge);
    });
  }

  mayRead(readers: Readers, request: FastifyRequest, ...known: readonly Readonly<Record<string, unknown>>[]): boolean {
    return !this.areEnforced || mayRead(readers, this.#readers.get(request)?.reader, ...known);
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

  /** Whether what the reader proved to be is over, which a request that goes on without end must ask again. */
  isOver(request: FastifyRequest): boolean {
    return (this.#readers.get(request)?.untilMs ?? Number.POSITIVE_INFINITY) <= Date.now();
  }

  /** A row that may be read, without what in its lists is others'; the same row where it is shown whole. */
  partOfRow<Row>(readers: Readers, request: FastifyRequest, row: Row): Row {
    return this.areEnforced && readers !== "public" ? ownPart(this.#proved(request), row) : row;
  }

  /** What a reader hears of an event; undefined when it is not for its ears. */
  hearing(request: FastifyRequest): (event: PlacedEvent) => PlacedEvent | undefined {
    if (!this.areEnforced) return (event) => event;
    const readers = this.#proved(request);
    return (event) => {
      // An event of a module that is no longer in force is nobody's but the supervisor's and those it names.
      if (this.#isPublic(event)) return event;
      return mayReadEvent(false, readers[0], event.content) ? withOwnPart(readers, event) : undefined;
    };
  }

  /** The result of a transaction for whoever sent its bytes in the name of these accounts. */
  partForSender(request: FastifyRequest, actors: readonly string[], decided: DecidedTransaction): DecidedTransaction {
    const senders = actors.map((account): Reader => ({ role: "bank", account }));
    const readers = [...this.#proved(request), ...senders];
    const events = decided.events.map((event) => (this.#isPublic(event) ? event : withOwnPart(readers, event)));
    return partForSender(readers, { ...decided, events });
  }

  #isPublic({ type }: PlacedEvent): boolean {
    return this.#events().get(type)?.isPublic === true;
  }

  #proved(request: FastifyRequest): readonly Reader[] {
    const known = this.#readers.get(request);
    return known === undefined ? [] : [known.reader];
  }

  #certifiedReader({ raw: { socket } }: FastifyRequest): KnownReader | undefined {
    const { encrypted, authorized } = socket as TLSSocket;
    if (encrypted !== true || !authorized) return undefined;
    const { fingerprint256, valid_to } = (socket as TLSSocket).getPeerCertificate();
    const reader = this.#certified.get(fingerprint256);
    return reader && { reader, untilMs: Date.parse(valid_to) };
  }
}

function withOwnPart(readers: readonly Reader[], event: PlacedEvent): PlacedEvent {
  return { ...event, content: ownPart(readers, event.content) };
}
