// A directory for tests: banks of a devnet's corridors, and proxies by short names.
import { directory } from "#src/modules/directory/module.ts";
import { createCorridorLedger, mondayMs } from "./corridors.ts";
import type { Outcome, TestLedger } from "./ledger.ts";

export const dayMs = 86_400_000;

/** Thirty-two bytes that stand for a text: what banks hash is not the ledger's business. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(32);
  new TextEncoder().encodeInto(text, bytes);
  return bytes;
}

export const createDirectoryLedger = (overrides: Readonly<Record<string, bigint>> = {}): TestLedger =>
  createCorridorLedger([directory], mondayMs, overrides);

const described = (account: string) => ({
  currency: "CNY",
  accountHash: bytesOf(account),
  maskedName: "L* W** M***",
  nameHash: bytesOf("LI WEI MING"),
  lifeMs: 30 * dayMs,
});

export interface Said {
  readonly by?: string;
  readonly proxy?: string;
  readonly account?: string;
  readonly currency?: string;
  readonly lifeMs?: number;
}

function say(
  ledger: TestLedger,
  message: string,
  { by = "cny-bank", proxy = "phone", account, ...said }: Said,
): Outcome {
  const content = { proxy: bytesOf(proxy), ...described(account ?? `${by} ${proxy}`), ...said };
  return ledger.send(by, `directory/${message}`, content);
}

export const register = (ledger: TestLedger, said: Said = {}): Outcome => say(ledger, "registerProxy", said);
export const request = (ledger: TestLedger, said: Said = {}): Outcome =>
  say(ledger, "requestPort", { by: "cny-bank-2", ...said });

export function answer(ledger: TestLedger, consents: boolean, by = "cny-bank", proxy = "phone"): Outcome {
  return ledger.send(by, "directory/answerPort", { proxy: bytesOf(proxy), consents });
}
export function complete(ledger: TestLedger, by = "cny-bank-2", proxy = "phone"): Outcome {
  return ledger.send(by, "directory/completePort", { proxy: bytesOf(proxy) });
}
export function withdraw(ledger: TestLedger, by = "cny-bank", proxy = "phone"): Outcome {
  return ledger.send(by, "directory/withdrawProxy", { proxy: bytesOf(proxy) });
}

export interface Published {
  readonly by?: string;
  readonly currency?: string;
  readonly publicKey?: Uint8Array;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

export function publish(ledger: TestLedger, { by = "cny-bank", ...said }: Published = {}): Outcome {
  const { timeMs } = ledger.state;
  const usual = { currency: "CNY", publicKey: bytesOf("a key"), fromMs: timeMs, untilMs: timeMs + 365 * dayMs };
  return ledger.send(by, "directory/publishDisclosureKey", { ...usual, ...said });
}
