// The snapshots that a node keeps for those who join: a folder for each, with its manifest and its chunks as files.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sha256 } from "#src/crypto/sha256.ts";
import { chunkCountOf, decodeManifest } from "#src/state/store/snapshot/manifest.ts";

export interface ShelvedSnapshot {
  readonly height: number;
  readonly chunks: number;
  /** Of the manifest, which names the hash of every chunk. */
  readonly hash: Uint8Array;
  readonly manifest: Uint8Array;
}

export const manifestName = "manifest";
const unfinishedName = "unfinished";
/** A snapshot's folder is named by its height. */
export const folderName = /^[1-9][0-9]{0,15}$/;
/** A snapshot that somebody reads stays for as long after each chunk: engines ask again after ten seconds. */
const leaseMs = 60_000;
/** So many stay for that reason at most, whatever readers do: they bound the disk. */
const leasedMax = 2;

export class SnapshotShelf {
  readonly #directory: string;
  readonly #settings: ShelfSettings;
  /** In order of height. */
  #snapshots: readonly ShelvedSnapshot[];
  readonly #readMs = new Map<number, number>();

  /** Drops what a stop left unfinished, and what is newer than the ledger, which was rolled back since. */
  constructor(directory: string, settings: ShelfSettings) {
    const { headHeight } = settings;
    this.#directory = directory;
    this.#settings = settings;
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(directory)) {
      const isKept =
        folderName.test(name) && Number(name) <= headHeight && existsSync(join(directory, name, manifestName));
      if (!isKept) rmSync(join(directory, name), { recursive: true, force: true });
    }
    const heights = readdirSync(directory)
      .map(Number)
      .toSorted((left, right) => left - right);
    this.#snapshots = heights.map((height) =>
      this.#shelved(new Uint8Array(readFileSync(this.#path(height, manifestName)))),
    );
    this.#prune();
  }

  list(): readonly ShelvedSnapshot[] {
    return this.#snapshots;
  }

  /** Takes the chunks of `snapshotChunks` as they are made; only a whole snapshot is listed. */
  async add(chunks: AsyncGenerator<Uint8Array, Uint8Array>): Promise<ShelvedSnapshot> {
    const unfinished = join(this.#directory, unfinishedName);
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    let step = await chunks.next();
    for (let index = 0; step.done !== true; index += 1) {
      await writeFile(join(unfinished, String(index)), step.value, { flush: true });
      step = await chunks.next();
    }
    await writeFile(join(unfinished, manifestName), step.value, { flush: true });
    const made = this.#shelved(step.value);
    rmSync(this.#path(made.height), { recursive: true, force: true });
    renameSync(unfinished, this.#path(made.height));
    const others = this.#snapshots.filter(({ height }) => height !== made.height);
    this.#snapshots = [...others, made].toSorted((left, right) => left.height - right.height);
    this.#prune();
    return made;
  }

  /** Undefined when there is no such chunk, or no longer. */
  async loadChunk(height: number, index: number): Promise<Uint8Array | undefined> {
    const chunks = this.#snapshots.find((snapshot) => snapshot.height === height)?.chunks ?? 0;
    if (!Number.isSafeInteger(index) || index < 0 || index >= chunks) return undefined;
    this.#readMs.set(height, this.#settings.nowMs());
    // The snapshot may be dropped while it is read.
    return readFile(this.#path(height, String(index))).then(
      (bytes) => new Uint8Array(bytes),
      () => undefined,
    );
  }

  #shelved(manifest: Uint8Array): ShelvedSnapshot {
    const decoded = decodeManifest(manifest);
    return { height: decoded.height, chunks: chunkCountOf(decoded), hash: this.#settings.sha256(manifest), manifest };
  }

  #prune(): void {
    const { keptMax, nowMs } = this.#settings;
    const isLeased = ({ height }: ShelvedSnapshot) => nowMs() - (this.#readMs.get(height) ?? -leaseMs) < leaseMs;
    const leased = this.#snapshots.slice(0, -keptMax).filter(isLeased).slice(-leasedMax);
    const kept = [...leased, ...this.#snapshots.slice(-keptMax)];
    for (const snapshot of this.#snapshots) {
      if (kept.includes(snapshot)) continue;
      rmSync(this.#path(snapshot.height), { recursive: true, force: true });
      this.#readMs.delete(snapshot.height);
    }
    this.#snapshots = kept;
  }

  #path(height: number, ...rest: readonly string[]): string {
    return join(this.#directory, String(height), ...rest);
  }
}

export interface ShelfSettings {
  /** How many snapshots are kept: at least one. */
  readonly keptMax: number;
  /** The newest block of the ledger that they are of. */
  readonly headHeight: number;
  readonly sha256: Sha256;
  /** Any clock of milliseconds. */
  readonly nowMs: () => number;
}
