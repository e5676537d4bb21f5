// How many items an account may ask for in one batch: what is more than its whole quota would wait for ever.
import { z } from "zod";
import { getParsed, isProblem } from "#src/cli/http.ts";
import { parameterOf } from "./ledgerMeters.ts";

/** Institutions have many times an ordinary quota, which no batch reaches. */
const institutions = ["participant-bank", "issuer"] as const;

/** `work` is what the ledger counts for one item. */
export async function itemsAtOnce(url: string, account: string, work: number): Promise<number> {
  for (const role of institutions) if (await holds(url, role, account)) return Number.MAX_SAFE_INTEGER;
  const burstWork = await parameterOf(url, "accounts.burstWork");
  return Math.max(1, Math.trunc(Number(burstWork) / work));
}

async function holds(url: string, role: string, account: string): Promise<boolean> {
  try {
    await getParsed(url, `/v1/authority/grant?${new URLSearchParams({ role, account })}`, z.looseObject({}));
    return true;
  } catch (reason) {
    if (isProblem(reason, "authority/roleNotHeld")) return false;
    throw reason;
  }
}
