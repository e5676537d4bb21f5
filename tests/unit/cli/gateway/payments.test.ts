// Each payment once: what is in the journal is sent, to the byte, until the ledger has definitely decided.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PaymentJournal } from "#src/cli/gateway/paymentJournal.ts";
import { type PaymentSender, Payments } from "#src/cli/gateway/payments.ts";
import type { Decided, SealedEnvelope } from "#src/cli/ledger/link.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const order = { to: "bob", currency: "USD", amount: "1", endToEndId: "E" };
const hash = (byte: number) => new Uint8Array(32).fill(byte);
const paymentOf = (key: string, contentHash = hash(1)) => ({ key, contentHash, order, ledgerMs: 5 });

let folder: ReturnType<typeof temporaryFolder>;
let key: string;
let signed: number;
let sent: string[];
beforeEach(() => {
  folder = temporaryFolder();
  key = `pacs.008.001.08/${randomUUID()}`;
  signed = 0;
  sent = [];
});
afterEach(() => folder.remove());

/** A ledger that says these things in turn. */
function paymentsThatHear(...said: readonly (Decided | "expired" | Error)[]): Payments {
  const answers = [...said];
  const sender: PaymentSender = {
    async sign(): Promise<SealedEnvelope> {
      signed += 1;
      const bytes = hash(signed);
      return { kind: "transaction", id: bytesToHex(bytes), validUntilMs: 9, sinceHeight: 1, bytes };
    },
    async decide({ bytes }) {
      sent.push(bytesToHex(bytes));
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer === "expired" ? undefined : answer;
    },
    timeOf: async () => 7,
    passesWithTime: (code) => code === "accounts/quotaExhausted",
    pause: async () => undefined,
  };
  return new Payments(new PaymentJournal(folder.path), sender);
}

const settled: Decided = { id: "aa", height: 3, code: 0 };
const refusedFor = (code: string): Decided => ({ id: "bb", height: 3, code: 1, refusal: { code, details: {} } });

describe("a payment", () => {
  it("is answered again without being sent again, by another process too", async () => {
    const first = await paymentsThatHear(settled).make(paymentOf(key));
    expect(first).toEqual({ state: "settled", transaction: "aa", height: 3, timeMs: 7 });
    expect(await paymentsThatHear().make(paymentOf(key))).toEqual(first);
    expect({ signed, sent: sent.length }).toEqual({ signed: 1, sent: 1 });
  });

  it("is refused as DUPL when another has its UETR, and leaves the first as it was", async () => {
    const first = await paymentsThatHear(settled).make(paymentOf(key));
    expect(await paymentsThatHear().make(paymentOf(key, hash(2)))).toMatchObject({ state: "refused", reason: "DUPL" });
    expect(await paymentsThatHear().make(paymentOf(key))).toEqual(first);
  });

  it("is sent again to the byte after no answer came", async () => {
    await expect(paymentsThatHear(new Error("gone")).make(paymentOf(key))).rejects.toThrow("gone");
    expect(await paymentsThatHear(settled).make(paymentOf(key))).toMatchObject({ state: "settled" });
    expect(signed).toBe(1);
    expect(sent[1]).toBe(sent[0]);
  });

  it("is signed anew only when it expired, or was refused for what passes with time", async () => {
    const payments = paymentsThatHear("expired", refusedFor("accounts/quotaExhausted"), settled);
    expect(await payments.make(paymentOf(key))).toMatchObject({ state: "settled" });
    expect({ signed, different: new Set(sent).size }).toEqual({ signed: 3, different: 3 });
  });

  it("is refused for good when a block refused it", async () => {
    const answer = await paymentsThatHear(refusedFor("accounts/insufficientFunds")).make(paymentOf(key));
    expect(answer).toMatchObject({ state: "refused", reason: "AM04" });
    expect(await paymentsThatHear().make(paymentOf(key))).toEqual(answer);
    const other = `${key}x`;
    expect(await paymentsThatHear(refusedFor("any/other")).make(paymentOf(other))).toMatchObject({ reason: "NARR" });
  });

  it("stays undecided when transaction after transaction expires", async () => {
    const said = Array.from({ length: 5 }, () => "expired" as const);
    await expect(paymentsThatHear(...said).make(paymentOf(key))).rejects.toThrow(/does not decide/);
  });

  it("in two files at once is sent once", async () => {
    const payments = paymentsThatHear(settled);
    const answers = await Promise.all([payments.make(paymentOf(key)), payments.make(paymentOf(key))]);
    expect(answers[0]).toEqual(answers[1]);
    expect(signed).toBe(1);
  });
});

it("remembers the UETR of each transaction that it sent", async () => {
  await paymentsThatHear(settled).make(paymentOf(key));
  const journal = new PaymentJournal(folder.path);
  expect(journal.uetrOf(bytesToHex(hash(1)))).toBe(key.slice("pacs.008.001.08/".length));
  expect(journal.uetrOf("ff".repeat(32))).toBeUndefined();
});
