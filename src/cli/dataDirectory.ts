// The data directory that a command works on, found as a node finds its own, and opened while no node runs on it.
import type { OpenLedger } from "#src/node/openLedger.ts";
import type { Terminal } from "./terminal.ts";

export const dataOption = {
  data: { type: "string", describe: "The data directory of a stopped node [default: KEDGE_DATA, or .kedge]" },
} as const;

export function dataDirectory(flag: string | undefined, { environment }: Terminal): string {
  return flag ?? environment.KEDGE_DATA ?? ".kedge";
}

/** Opening hashes every row and compares the root. Commands that open no ledger need not wait for its modules to load. */
export async function withLedger<Result>(
  directory: string,
  act: (ledger: OpenLedger) => Promise<Result>,
): Promise<Result> {
  const { openExistingLedger } = await import("#src/node/openLedger.ts");
  const ledger = await openExistingLedger(directory, { onFault: () => undefined });
  try {
    return await act(ledger);
  } finally {
    await ledger.store.close();
  }
}
