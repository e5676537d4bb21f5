// The newest rows: those of the overlay over those of the database.
import type { RowSource } from "../journal.ts";
import { keyOfHashKey } from "./blockWrites.ts";
import type { Commitment } from "./commitment.ts";
import { stateRowPrefix } from "./keyLayout.ts";
import type { Overlay } from "./overlay.ts";
import type { KeyRange, RowCursor, RowDatabase } from "./rowDatabase.ts";
import type { NewestState } from "./stateView.ts";

const ascii = new TextDecoder();

export class RowLayers implements NewestState, RowSource {
  readonly database: RowDatabase;
  readonly overlay: Overlay;
  readonly commitment: Commitment;

  constructor(database: RowDatabase, overlay: Overlay, commitment: Commitment) {
    this.database = database;
    this.overlay = overlay;
    this.commitment = commitment;
  }

  readRow(key: string): Uint8Array | undefined {
    const row = this.overlay.get(key);
    return row === undefined ? this.database.get(stateRowPrefix + key) : (row ?? undefined);
  }

  keyLists(): (readonly string[])[] {
    return this.overlay.keyLists();
  }

  iterate(range: KeyRange): RowCursor {
    return this.database.iterate(range);
  }

  keyOfHash(keyHash: Uint8Array): string | undefined {
    // An entry of the database is right even where its row has gone; only keys that have just come are not there yet.
    const key = this.database.get(keyOfHashKey(keyHash));
    return key === undefined ? this.overlay.keyOf(keyHash) : ascii.decode(key);
  }
}
