// A rebalance verified from proved rows: what `kedge verify rebalance` runs.
import { type VerifiedRebalance, verifyRebalance } from "#src/modules/weights/verifying.ts";
import { type ProveRow, readProved } from "./provedReader.ts";

export type { VerifiedRebalance } from "#src/modules/weights/verifying.ts";

/** Undefined where it is proved that there is no rebalance of this number; `rows` says how many rows were proved. */
export async function proveRebalance(
  number: number,
  height: number,
  prove: ProveRow,
): Promise<{ readonly verified: VerifiedRebalance | undefined; readonly rows: number }> {
  const { result, keys } = await readProved({ height, timeMs: 0 }, prove, (state) => verifyRebalance(state, number));
  return { verified: result, rows: keys.length };
}
