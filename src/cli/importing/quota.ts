// How many records an account may ask for in one batch: what is more than its whole quota would wait for ever.
import { z } from "zod";
import { getParsed, isProblem } from "#src/cli/http.ts";
import { parameterOf } from "./ledgerMeters.ts";

/** Units of work that the ledger counts for a record of 24 hours. */
const workOfRecord = 1_320n;
/** Institutions have many times an ordinary quota, which no batch reaches. */
const institutions = ["participant-bank", "issuer"] as const;

export async function recordsAtOnce(url: string, account: string): Promise<number> {
  for (const role of institutions) if (await holds(url, role, account)) return Number.MAX_SAFE_INTEGER;
  const burstWork = await parameterOf(url, "accounts.burstWork");
  return Math.max(1, Number(burstWork / workOfRecord));
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
