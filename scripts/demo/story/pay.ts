// Final payments: one, and two legs in two currencies that settle together or not at all.

import { randomBytes } from "node:crypto";
import { sign } from "#src/crypto/ed25519.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetNames } from "#src/node/devnet.ts";
import { encodeTransactionBody } from "#src/transaction/body.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import { micro, type Story } from "../account.ts";
import type { Client } from "../client.ts";
import { latestBlock } from "../feeders.ts";

const registry = new ModuleVersions(Object.values(modules)).newest();
const names = devnetNames(registry, 0);

export async function payAndSettle(client: Client, story: Story): Promise<void> {
  story.chapter("A final payment");
  const amount = 40_000_000_000n;
  const before = await client.balance("alice", "KDG");
  await client.must("alice", "settlement/pay", {
    to: names.account("carol"),
    currency: "KDG",
    amount,
    endToEndId: "INVOICE-2026-0042",
    purpose: "GDDS",
  });
  story.say(`    alice pays carol ${micro(amount)} KDG, reference INVOICE-2026-0042`);
  story.checkEqual("carol holds, in micro-KDG", await client.balance("carol", "KDG"), amount);
  story.checkEqual("alice has that much less, in micro-KDG", await client.balance("alice", "KDG"), before - amount);

  story.chapter("Payment versus payment: two legs, two signers, one moment");
  const kdg = 5_000_000_000n;
  const cny = 35_000_00n;
  const legs = [
    { from: "alice", to: "bob", currency: "KDG", amount: kdg },
    { from: "bob", to: "alice", currency: "CNY", amount: cny },
  ];
  const holdings = () =>
    Promise.all(
      legs.flatMap(({ from, to, currency }) => [client.balance(from, currency), client.balance(to, currency)]),
    );
  const [aliceKdg = 0n, bobKdg = 0n, bobCny = 0n, aliceCny = 0n] = await holdings();
  const alone = await client.submit(await signedLegs(client, legs, ["alice"]));
  story.check(`with one signature of two, nothing moves (${alone.refused})`, alone.code !== 0);
  const both = await client.submit(await signedLegs(client, legs, ["alice", "bob"]));
  story.checkEqual("with both signatures, the result's code", both.code, 0);
  const expected = [aliceKdg - kdg, bobKdg + kdg, bobCny - cny, aliceCny + cny];
  story.checkEqual("all four balances after both legs", String(await holdings()), String(expected));
}

interface Leg {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
}

async function signedLegs(client: Client, legs: readonly Leg[], signers: readonly string[]): Promise<Uint8Array> {
  const { network } = await client.health();
  const { timeMs } = await latestBlock(client);
  const messages = legs.map(({ from, to, currency, amount }) => ({
    type: "settlement/pay",
    actor: names.account(from),
    content: { currency, to: names.account(to), amount },
  }));
  const body = encodeTransactionBody(contentWriters(registry), {
    network,
    validUntilMs: timeMs + 60_000,
    salt: randomBytes(8),
    messages,
  });
  const signatures = signers.map((alias) => ({
    publicKey: names.publicKey(alias),
    signature: sign(devnetSecretKey(alias), signingBytes("transaction", body)),
  }));
  return encodeEnvelope("transaction", body, signatures);
}
