// Brings items to the ledger in signed batches of one type, each until it is decided.
import { chunkSender } from "#src/cli/batch/sender.ts";
import type { ChunkOutcome, ChunkSender } from "#src/cli/batch/submit.ts";
import { Failure } from "#src/cli/failure.ts";
import { type LedgerLink, refillsWithTime, requireSameSchema } from "#src/cli/ledger/link.ts";
import type { Signers } from "#src/cli/ledger/signers.ts";
import type { Message } from "#src/sdk/messages.ts";

/** A batch that expires again and again meets a ledger that stands still. */
const attemptsMax = 10;
const refillPauseMs = 2_000;

export interface DeliverySettings {
  readonly link: LedgerLink;
  readonly signers: Signers;
  readonly validForMs: number;
}

/** Sends batches in the name of one account. */
export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #senders = new Map<string, Promise<ChunkSender>>();

  constructor(settings: DeliverySettings) {
    this.#settings = settings;
  }

  /** What became of each item, all of which are of one type; a batch that is refused as a whole is thrown. */
  async send(items: readonly Message[]): Promise<ChunkOutcome> {
    const [first] = items;
    if (first === undefined) return { height: 0, codes: [], refusals: new Map() };
    const sender = await this.#senderOf(first);
    const contents = items.map(({ contentBytes }) => contentBytes);
    for (let count = 0; count < attemptsMax; count += 1) {
      const outcome = await sender.decide(await sender.seal(contents, await sender.newHead()));
      // It expired, and so has no effect for ever: the same items may be sent anew.
      if (outcome === undefined) continue;
      if (outcome.refused === undefined) return outcome;
      if (!refillsWithTime(outcome.refused.code)) throw outcome.refused;
      await new Promise((done) => setTimeout(done, refillPauseMs));
    }
    throw new Failure("unreachable", "cli/batchStuck", "the ledger decides nothing: batches expire undecided");
  }

  #senderOf(message: Message): Promise<ChunkSender> {
    const { link, signers, validForMs } = this.#settings;
    const known = this.#senders.get(message.type);
    const sender =
      known ?? requireSameSchema(link, message).then(() => chunkSender(link, message.type, signers, validForMs));
    this.#senders.set(message.type, sender);
    return sender;
  }
}

/** Pieces of at most so many. */
export function piecesOf<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, at) => items.slice(at * most, (at + 1) * most));
}
