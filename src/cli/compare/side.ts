// One side of a comparison: a data directory, a backup, or a running node, asked for its roots and for its rows at a height.
import { mkdtempSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { usageFailure } from "#src/cli/failure.ts";
import { download, getParsed, isProblem } from "#src/cli/http.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { restoreBackup } from "#src/node/backup/restoreBackup.ts";
import { findBlock } from "#src/node/maintenance/chain.ts";
import { type OpenLedger, openExistingLedger } from "#src/node/openLedger.ts";

export interface Side {
  readonly name: string;
  readonly network: string;
  readonly newestHeight: number;
  /** The recorded root of a block, in hex; undefined where that block is not kept. */
  rootAt(height: number): Promise<string | undefined>;
  /** A ledger that has the state of this height; throws where it is not kept. */
  ledgerAt(height: number): Promise<OpenLedger>;
  close(): Promise<void>;
}

/** `scratch` is an empty folder for what must be unpacked. */
export async function openSide(name: string, scratch: string): Promise<Side> {
  if (/^https?:\/\//.test(name)) return openNode(name, scratch);
  const isFolder = statSync(name, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined)
    throw usageFailure(`there is nothing at ${name}: name a data directory, a backup or a URL`);
  return isFolder ? openFolder(name, name) : openFolder(name, await unpack(name, scratch));
}

async function openFolder(name: string, data: string): Promise<Side> {
  const ledger = await openExistingLedger(data, { onFault: () => undefined });
  const { store, machine } = ledger;
  const newest = present(store.head, "an open ledger has a state");
  return {
    name,
    network: machine.network,
    newestHeight: newest.height,
    async rootAt(height) {
      const root = height === newest.height ? newest.root : findBlock(store, height)?.root;
      return root === undefined ? undefined : bytesToHex(root);
    },
    ledgerAt: async () => ledger,
    close: () => store.close(),
  };
}

async function unpack(file: string, scratch: string): Promise<string> {
  const data = join(scratch, "data");
  await restoreBackup(file, { data });
  return data;
}

const healthSchema = z.looseObject({ network: z.string(), height: z.int() });
const blockSchema = z.looseObject({ root: z.string() });

/** A running node's rows come as a backup of the height that is asked for. */
async function openNode(url: string, scratch: string): Promise<Side> {
  const { network, height: newestHeight } = await getParsed(url, "/health", healthSchema);
  let fetched: Side | undefined;
  return {
    name: url,
    network,
    newestHeight,
    async rootAt(height) {
      const block = await getParsed(url, `/v1/blocks/${height}`, blockSchema).catch((reason) => {
        if (isProblem(reason, "api/unknownBlock")) return undefined;
        throw reason;
      });
      return block?.root;
    },
    async ledgerAt(height) {
      await fetched?.close();
      const folder = mkdtempSync(join(scratch, "fetched-"));
      const file = join(folder, "backup");
      await download(url, `/v1/admin/backup?height=${height}`, file);
      fetched = await openFolder(url, await unpack(file, folder));
      return fetched.ledgerAt(height);
    },
    close: async () => fetched?.close(),
  };
}
