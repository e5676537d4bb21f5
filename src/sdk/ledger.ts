// A ledger as a program sees it through one node: questions, transactions, events, and proofs of what it says.
import { z } from "zod";
import { heightSchema } from "#src/core/schemas.ts";
import type {
  EventType,
  ItemOf,
  MessageType,
  ModuleName,
  PagedName,
  ParamsOf,
  QueryName,
  ResultOf,
} from "./definitions.ts";
import { type EventOptions, type EventsNamed, followEvents } from "./events.ts";
import { type Http, type HttpOptions, parsed } from "./http.ts";
import type { Signer } from "./keys/signer.ts";
import type { Message } from "./messages.ts";
import { readMessagesInForce, requireInForce } from "./messagesInForce.ts";
import { Currency } from "./money.ts";
import { type ProofOptions, ProvedState } from "./provedState.ts";
import { ask, askAll, type QueryOptions } from "./queries.ts";
import {
  type Addressed,
  type Draft,
  draftTransaction,
  newHead,
  type Outcome,
  outcomeOf,
  type Signed,
  settle,
  signDraft,
  submit,
  type ValidityOptions,
} from "./transactions.ts";
import { type Party, Wallet } from "./wallet.ts";

export const healthSchema = z.object({
  network: z.string(),
  engine: z.enum(["single", "abci"]),
  height: heightSchema,
  root: z.string(),
});
export type Health = z.output<typeof healthSchema>;

export interface LedgerParts {
  readonly http: Http;
  readonly network: string;
  readonly now: () => number;
  readonly httpOptions: HttpOptions;
}

export class Ledger {
  /** The chain's id, which stands in every transaction. */
  readonly network: string;
  readonly #parts: LedgerParts;
  readonly #http: Http;
  /** The schemas' hashes of the messages in force, by type. */
  #inForce: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(parts: LedgerParts) {
    this.network = parts.network;
    this.#parts = parts;
    this.#http = parts.http;
  }

  get url(): string {
    return this.#http.baseUrl;
  }

  async health(): Promise<Health> {
    const { json } = await this.#http.send({ path: "/health" });
    return parsed(this.url, healthSchema, json);
  }

  query<Name extends QueryName>(
    name: Name,
    params: ParamsOf<Name>,
    options: QueryOptions = {},
  ): Promise<ResultOf<Name>> {
    return ask(this.#http, name, params, options);
  }

  /** All items of a query that answers in pages. */
  list<Name extends PagedName>(
    name: Name,
    params: ParamsOf<Name>,
    options: QueryOptions = {},
  ): AsyncGenerator<ItemOf<Name>> {
    return askAll(this.#http, name, params, options);
  }

  /** A currency with its decimals, to make money of it. */
  async currency<const Code extends string>(code: Code): Promise<Currency<Code>> {
    const { decimals } = await this.query("accounts/currency", { currency: code });
    return new Currency(code, decimals);
  }

  /** The account that a key alone makes, or any other account with those who sign for it. */
  wallet(owner: Signer | Party): Wallet {
    return new Wallet(this, { ...this.#parts, requireKnown: (message) => this.#requireKnown(message) }, owner);
  }

  /** A transaction of one or more messages, which take effect together or not at all. */
  async draft(addressed: readonly Addressed[], options: ValidityOptions = {}): Promise<Draft> {
    for (const { message } of addressed) await this.#requireKnown(message);
    return draftTransaction(newHead(this.network, this.#parts.now(), options), addressed);
  }

  /** Every actor's keys must sign; throws a SignerError. */
  sign(draft: Draft, signers: readonly Signer[]): Promise<Signed> {
    return signDraft(draft, signers);
  }

  /** Resolves when the node has taken it; `wait` tells what became of it. */
  submit(signed: Signed, signal?: AbortSignal): Promise<void> {
    return submit(this.#http, signed, signal);
  }

  /** Sends the same bytes until a block has decided them, and throws a RefusedError when it refused. */
  async wait<Type extends MessageType = MessageType>(signed: Signed, signal?: AbortSignal): Promise<Outcome<Type>> {
    return outcomeOf<Type>(await settle(this.#http, signed, this.#parts.now, signal));
  }

  /** Each event once and in order, across as many connections as it takes. */
  events<Type extends EventType | ModuleName = EventType>(
    options: EventOptions<Type> = {},
  ): AsyncGenerator<EventsNamed<Type>> {
    return followEvents(this.#http, async () => (await this.health()).height, options);
  }

  /** Questions whose answers are proved from what the user trusts. */
  proved(options: ProofOptions): ProvedState {
    return new ProvedState(this.#http, this.network, options, { ...this.#parts.httpOptions, now: this.#parts.now });
  }

  async #requireKnown(message: Message): Promise<void> {
    const { type, schemaHash } = message;
    if ((await this.#messagesInForce()).get(type) === schemaHash) return;
    // The modules in force may have changed since: a chain is upgraded at a height.
    this.#inForce = undefined;
    requireInForce(message, await this.#messagesInForce());
  }

  async #messagesInForce(): Promise<ReadonlyMap<string, string>> {
    this.#inForce ??= readMessagesInForce(this.#http).catch((reason: unknown) => {
      this.#inForce = undefined;
      throw reason;
    });
    return this.#inForce;
  }
}
