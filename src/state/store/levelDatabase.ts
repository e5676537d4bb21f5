// The database on disk: LevelDB, every batch synced before it counts.
import { Level } from "level";
import type { KeyRange, RowCursor, RowDatabase, RowSnapshot, RowWrite } from "./rowDatabase.ts";
import { StoreFault } from "./storeFault.ts";

type Rows = Level<string, Uint8Array>;
type Snapshot = ReturnType<Rows["snapshot"]>;

const mebibyte = 1024 * 1024;

/** Large buffers, because one block writes megabytes: fewer and larger files are merged less often. */
const openOptions = {
  keyEncoding: "utf8",
  valueEncoding: "view",
  writeBufferSize: 32 * mebibyte,
  maxFileSize: 16 * mebibyte,
  cacheSize: 64 * mebibyte,
} as const;

/** Bytes that one step of a walk may hold besides the rows asked for. */
const walkBytesMax = mebibyte;

export async function openLevelDatabase(directory: string): Promise<RowDatabase> {
  const level: Rows = new Level<string, Uint8Array>(directory, openOptions);
  try {
    await level.open();
  } catch (error) {
    throw openFault(directory, error);
  }
  return new LevelDatabase(level);
}

class LevelDatabase implements RowDatabase {
  readonly #level: Rows;
  /** Small arrays that native code has seen are moved out of the heap and burden the collector; it only sees this one. */
  readonly #small = new Uint8Array(new ArrayBuffer(64));

  constructor(level: Rows) {
    this.#level = level;
  }

  get(key: string): Uint8Array | undefined {
    try {
      const value = this.#level.getSync(key);
      return value === undefined ? undefined : plainBytes(value);
    } catch (error) {
      throw accessFault(error);
    }
  }

  async load(key: string): Promise<Uint8Array | undefined> {
    try {
      const value = await this.#level.get(key);
      return value === undefined ? undefined : plainBytes(value);
    } catch (error) {
      throw accessFault(error);
    }
  }

  async write(writes: Iterable<RowWrite>): Promise<void> {
    try {
      // A chained batch costs the main thread a tenth of what an array of operations does.
      const batch = this.#level.batch();
      for (const { key, value } of writes) {
        if (value === undefined) batch.del(key);
        else batch.put(key, this.#forNative(value));
      }
      await batch.write({ sync: true });
    } catch (error) {
      throw accessFault(error);
    }
  }

  iterate(range: KeyRange): RowCursor {
    return cursorOf(this.#level, range);
  }

  /** The batch copies what it is given at once, so one array serves for all small values. */
  #forNative(value: Uint8Array): Uint8Array {
    if (value.length > this.#small.length) return value;
    this.#small.set(value);
    return this.#small.subarray(0, value.length);
  }

  snapshot(): RowSnapshot {
    const snapshot = this.#level.snapshot();
    return {
      iterate: (range) => cursorOf(this.#level, range, snapshot),
      close: () => snapshot.close(),
    };
  }

  close(): Promise<void> {
    return this.#level.close();
  }
}

function cursorOf(level: Rows, { from, to, reverse }: KeyRange, snapshot?: Snapshot): RowCursor {
  const iterator = level.iterator({
    gte: from,
    lt: to,
    reverse: reverse === true,
    highWaterMarkBytes: walkBytesMax,
    ...(snapshot === undefined ? {} : { snapshot }),
  });
  return {
    async next(rowsMax) {
      try {
        const rows = await iterator.nextv(rowsMax);
        return rows.map(([key, value]) => [key, plainBytes(value)] as const);
      } catch (error) {
        throw accessFault(error);
      }
    },
    close: () => iterator.close(),
  };
}

/** LevelDB gives Buffers, which slice and compare unlike other byte arrays; nothing above this file shall meet one. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Whoever executes transactions must be able to tell a failing disk from a defect in a handler. */
function accessFault(cause: unknown): StoreFault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreFault("unreadable", `the ledger cannot be read or written: ${reason}`, { cause });
}

function openFault(directory: string, error: unknown): StoreFault {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED") {
    return new StoreFault("locked", `another process has the ledger in ${directory} open`, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreFault("unreadable", `the ledger in ${directory} cannot be opened: ${reason}`, { cause });
}
