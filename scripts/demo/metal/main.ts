// The first part: money anchored to audited metal, from the vault to a final payment and back.
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { issue } from "./issue.ts";
import { payAndSettle } from "./pay.ts";
import { playWorstQuarter } from "./prices.ts";
import { prove } from "./prove.ts";
import { withdrawAndRecover } from "./withdraw.ts";

export const metalChapters = 11;

export async function playMetal(cast: Cast, story: Story): Promise<void> {
  await issue(cast, story);
  await payAndSettle(cast, story);
  await playWorstQuarter(cast, story);
  await withdrawAndRecover(cast, story);
  await prove(cast, story);
}
