// Backup of a running node: a snapshot of its state with the rows that a chain needs to go on.
import { Fault } from "#src/core/assert.ts";
import type { StateStore } from "#src/state/store/store.ts";

export async function* exportBackup(_store: StateStore): AsyncIterable<Uint8Array> {
  throw new Fault("snapshots are being built");
}
