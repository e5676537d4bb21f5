// What a model of a ledger is made of: books that can be taken back, judgements, and one part for each module.
import { UndoLog } from "./undo.ts";

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

export class Model {
  readonly log = new UndoLog();
  height = 0;
  timeMs: number;
  readonly network: string;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly #books = new Map<unknown, unknown>();

  constructor(network: string, timeMs: number, settings: ReadonlyMap<string, Setting>) {
    this.network = network;
    this.timeMs = timeMs;
    this.settings = settings;
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
  /** Notes every ground for a refusal; changes nothing. */
  judge(model: Model, actor: string, content: Content, grounds: Grounds): void;
  /** Does what an accepted message does, and returns what it answers. */
  apply(model: Model, actor: string, content: Content): unknown;
}

/** The content was checked against the message's schema before the model sees it. */
export function modelMessage<Content>(message: MessageModel<Content>): MessageModel {
  return message as MessageModel;
}

export interface ModuleModel {
  readonly messages: Readonly<Record<string, MessageModel>>;
  /** Takes over the module's part of the genesis file. */
  start?(model: Model, part: unknown): void;
  begin?(model: Model): void;
  end?(model: Model): void;
  /** Every row that the module's tables must hold now, and no other. */
  rows(model: Model): Iterable<ExpectedRow>;
  /** Key prefixes under which rows have no order of their own: only the values are compared. */
  readonly unordered?: readonly string[];
}
