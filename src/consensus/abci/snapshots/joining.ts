// Takes in a snapshot that strangers send: nothing of it counts before all of it gives the root that the light client trusts.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#src/core/refusal.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { BlockRow } from "#src/state/store/blockWrites.ts";
import { openLevelDatabase } from "#src/state/store/levelDatabase.ts";
import type { RowDatabase } from "#src/state/store/rowDatabase.ts";
import { type ImportedState, SnapshotIntake } from "#src/state/store/snapshot/importSnapshot.ts";
import {
  chunkBytesMax,
  chunkCountOf,
  chunkHashOf,
  decodeManifest,
  type SnapshotManifest,
  snapshotFormat,
} from "#src/state/store/snapshot/manifest.ts";
import type { Sha256Into } from "#src/state/tree/nodeHasher.ts";
import { rowsToGoOnWith } from "./strangersRows.ts";

export interface Offer {
  readonly height: number;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  /** The manifest, as whoever offers it says. */
  readonly metadata: Uint8Array;
  /** The root at that height, by the engine's light client. */
  readonly trustedRoot: Uint8Array;
}

export type OfferVerdict = "accepted" | "rejected" | "formatUnknown";
/** `altered` asks for the chunk again, from somebody else; `rejected` gives up this snapshot. */
export type ChunkVerdict = "accepted" | "altered" | "rejected";

export interface JoiningParts {
  /** A folder of its own, which is emptied. */
  readonly directory: string;
  /** The row with the network's genesis: the node's own, not a stranger's. */
  readonly genesisRow: BlockRow;
  readonly sha256: Sha256;
  readonly sha256Into: Sha256Into;
  /** All is there and sound, and the database under `ledgerIn` is closed: the node goes on from it. */
  readonly onComplete: (imported: ImportedState) => Promise<void>;
}

/** Where the database of a joiner is built. */
export const ledgerIn = (directory: string) => join(directory, "ledger");

interface Attempt {
  readonly manifest: SnapshotManifest;
  readonly database: RowDatabase;
  readonly intake: SnapshotIntake;
  /** The chunk that the intake takes next: rows come in order. */
  next: number;
}

export class Joining {
  readonly #parts: JoiningParts;
  #attempt: Attempt | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: JoiningParts) {
    this.#parts = parts;
    rmSync(parts.directory, { recursive: true, force: true });
  }

  offer(offer: Offer): Promise<OfferVerdict> {
    // Bytes off a socket are views of memory that is used again; what is kept is a copy.
    return this.#inTurn(() => this.#offer({ ...offer, metadata: new Uint8Array(offer.metadata) }));
  }

  /** In any order, and as often as it may come. */
  take(index: number, bytes: Uint8Array): Promise<ChunkVerdict> {
    return this.#inTurn(() => this.#take(index, new Uint8Array(bytes)));
  }

  /** Leaves nothing behind that is half there. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#giveUp());
  }

  async #offer(offer: Offer): Promise<OfferVerdict> {
    await this.#giveUp();
    if (offer.format !== snapshotFormat) return "formatUnknown";
    const manifest = this.#manifestOf(offer);
    if (manifest === undefined) return "rejected";
    const { directory, sha256Into } = this.#parts;
    mkdirSync(directory, { recursive: true });
    const database = await openLevelDatabase(ledgerIn(directory));
    const trusted = { height: offer.height, root: offer.trustedRoot };
    const intake = await SnapshotIntake.into(database, sha256Into, trusted);
    await intake.take(offer.metadata);
    this.#attempt = { manifest, database, intake, next: 0 };
    return "accepted";
  }

  /** Undefined when the offer contradicts itself or what is trusted. */
  #manifestOf({ height, chunks, hash, metadata, trustedRoot }: Offer): SnapshotManifest | undefined {
    if (metadata.length > chunkBytesMax || !bytesEqual(this.#parts.sha256(metadata), hash)) return undefined;
    try {
      const manifest = decodeManifest(metadata);
      const isAsOffered = manifest.height === height && chunkCountOf(manifest) === chunks && chunks > 0;
      return isAsOffered && bytesEqual(manifest.root, trustedRoot) ? manifest : undefined;
    } catch (reason) {
      if (reason instanceof Refusal) return undefined;
      throw reason;
    }
  }

  async #take(index: number, bytes: Uint8Array): Promise<ChunkVerdict> {
    const attempt = this.#attempt;
    if (attempt === undefined) return "rejected";
    const { manifest } = attempt;
    const isOne = Number.isSafeInteger(index) && index >= 0 && index < chunkCountOf(manifest);
    if (!isOne || bytes.length > chunkBytesMax) return "altered";
    if (!bytesEqual(this.#parts.sha256(bytes), chunkHashOf(manifest, index))) return "altered";
    if (index < attempt.next) return "accepted";
    if (index > attempt.next) {
      writeFileSync(this.#heldPath(index), bytes);
      return "accepted";
    }
    try {
      await this.#takeInOrder(attempt, bytes);
      return "accepted";
    } catch (reason) {
      // Whoever made this manifest lied: its bytes are whole, and are not what it says.
      if (!(reason instanceof Refusal)) throw reason;
      await this.#giveUp();
      return "rejected";
    }
  }

  /** This chunk, and those after it that came too early. */
  async #takeInOrder(attempt: Attempt, bytes: Uint8Array): Promise<void> {
    const count = chunkCountOf(attempt.manifest);
    await attempt.intake.take(bytes);
    attempt.next += 1;
    while (attempt.next < count && existsSync(this.#heldPath(attempt.next))) {
      const path = this.#heldPath(attempt.next);
      await attempt.intake.take(new Uint8Array(readFileSync(path)));
      rmSync(path);
      attempt.next += 1;
    }
    if (attempt.next === count) await this.#finish(attempt);
  }

  async #finish({ intake, database, manifest }: Attempt): Promise<void> {
    const { genesisRow, sha256, onComplete } = this.#parts;
    const imported = await intake.finish(async (store) => [
      genesisRow,
      ...(await rowsToGoOnWith(store, manifest.height, sha256)),
    ]);
    await database.close();
    this.#attempt = undefined;
    await onComplete(imported);
  }

  async #giveUp(): Promise<void> {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    await attempt?.database.close();
    rmSync(this.#parts.directory, { recursive: true, force: true });
  }

  #heldPath(index: number): string {
    return join(this.#parts.directory, `chunk-${index}`);
  }

  #inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(action);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
