// What a model of a ledger is made of: books that can be taken back, judgements, and one part for each module.
import { UndoCell, UndoLog, UndoMap } from "./undo.ts";

/** A row of state as the model expects it: its key and its value. */
export type ExpectedRow = readonly [key: string, value: unknown];

/** What a module declares about one of its parameters: given to the model, which keeps the values itself. */
export interface Setting {
  readonly default: bigint;
  readonly least: bigint;
  readonly most: bigint;
  readonly unit: string;
  readonly owner: string;
  readonly noticeBlocks: number;
}

/** One version of one module, as far as the model must know it. */
export interface ModuleVersion {
  readonly name: string;
  readonly version: number;
  readonly settings: ReadonlyMap<string, Setting>;
}

export class Model {
  readonly log = new UndoLog();
  readonly network: string;
  height = 0;
  timeMs: number;
  /** What the parameters in force declare. */
  readonly settings: UndoMap<string, Setting>;
  /** A sum that does not balance, should a transaction leave one. */
  readonly imbalance: UndoCell<string | undefined>;
  readonly #books = new Map<unknown, unknown>();

  constructor(network: string, timeMs: number) {
    this.network = network;
    this.timeMs = timeMs;
    this.settings = new UndoMap(this.log);
    this.imbalance = new UndoCell<string | undefined>(this.log, undefined);
  }

  /** The book that a part of the model keeps, made when it is first asked for. */
  book<Book>(make: (log: UndoLog) => Book): Book {
    if (!this.#books.has(make)) this.#books.set(make, make(this.log));
    return this.#books.get(make) as Book;
  }
}

/** Every true ground on which a message could be refused; the ledger must name one of them, or none if there is none. */
export class Grounds {
  readonly #codes = new Set<string>();

  /** Notes a ground, and answers whether it holds. */
  when(isTrue: boolean, code: string): boolean {
    if (isTrue) this.#codes.add(code);
    return isTrue;
  }

  get any(): boolean {
    return this.#codes.size > 0;
  }

  has(code: string): boolean {
    return this.#codes.has(code);
  }

  list(): string[] {
    return [...this.#codes];
  }
}

export interface MessageModel<Content = unknown> {
  /** The version of the module that brought it; 1 when absent. */
  readonly sinceVersion?: number;
  /** Notes every ground for a refusal; changes nothing. */
  judge(model: Model, actor: string, content: Content, grounds: Grounds): void;
  /** Does what an accepted message does, and returns what it answers. */
  apply(model: Model, actor: string, content: Content): unknown;
}

/** The content was checked against the message's schema before the model sees it. */
export function modelMessage<Content>(message: MessageModel<Content>): MessageModel {
  return message as MessageModel;
}

/** A validator as the genesis file names it. */
export interface Founder {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** What the engine says of the block before: who was asked to sign it, by address, and who was proved to sign twice. */
export interface EngineReport {
  readonly votes: readonly { readonly address: string; readonly signed: boolean }[];
  readonly proofs: readonly string[];
}

export interface ModuleModel {
  readonly messages: Readonly<Record<string, MessageModel>>;
  /** Takes over the module's part of the genesis file; a module that joins later knows no founders. */
  start?(model: Model, part: unknown, founders: readonly Founder[]): void;
  begin?(model: Model, report: EngineReport): void;
  end?(model: Model): void;
  /** Every row that the module's tables must hold now, and no other. */
  rows(model: Model): Iterable<ExpectedRow>;
  /** When time alone changes what is allowed or due. */
  moments?(model: Model): Iterable<number>;
  /** Key prefixes under which rows have no order of their own: only the values are compared. */
  readonly unordered?: readonly string[];
}
