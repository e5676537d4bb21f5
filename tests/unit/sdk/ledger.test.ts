// A ledger seen through one node: what is asked, sent and waited for over real HTTP.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { isRefused, RefusedError, UnknownMessageError } from "#src/sdk/errors.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import { losingAnswers, type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
beforeAll(async () => {
  sdk = await startSdkLedger();
});
afterAll(() => sdk.close());

const usdOf = async (alias: string) =>
  BigInt((await sdk.ledger.query("accounts/balance", { account: sdk.wallet(alias).account, currency: "USD" })).value);
const payBob = (amount: string) => messages.settlement.pay({ to: sdk.wallet("bob").account, currency: "USD", amount });

describe("a message", () => {
  it("is built, signed, sent and waited for", async () => {
    const before = await usdOf("bob");
    const outcome = await sdk.wallet("alice").send(payBob("125"));
    expect((await usdOf("bob")) - before).toBe(125n);
    expect(outcome.height).toBe((await sdk.ledger.health()).height);
    expect(outcome.events.map(({ type }) => type)).toEqual(["settlement/paymentSettled"]);
  });

  it("has an answer of its own type", async () => {
    const content = { to: sdk.wallet("bob").account, currency: "USD", amount: "1" } as const;
    const expiresMs = sdk.api.service.head().timeMs + 3_600_000;
    const { answer } = await sdk.wallet("alice").send(messages.settlement.lockFunds({ ...content, expiresMs }));
    const { amount } = await sdk.ledger.query("settlement/lock", { lock: answer.lock });
    expect(amount).toBe("1");
  });

  it("that a block refuses is an error with typed details and its place", async () => {
    const error = await sdk
      .wallet("alice")
      .send(payBob("999999999999999999"))
      .catch((reason: unknown) => reason);
    expect(isRefused(error, "accounts/insufficientFunds") && error.details.currency).toBe("USD");
    expect(error).toMatchObject({ kind: "conflict", decided: { height: expect.any(Number) } });
  });

  it("has one effect although the answers to it were lost", async () => {
    const losing = losingAnswers(2);
    const ledger = await sdk.connect({ fetch: losing.fetch });
    const before = await usdOf("bob");
    await sdk.wallet("alice", ledger).send(payBob("7"));
    expect((await usdOf("bob")) - before).toBe(7n);
    expect(losing.bodies).toHaveLength(3);
    expect(new Set(losing.bodies.map((body) => Buffer.from(body).toString("hex"))).size).toBe(1);
  });

  it("is refused when it expired, by the node and not by a guess", async () => {
    const late = await sdk.connect({ now: () => sdk.api.service.head().timeMs - 1_000_000 });
    await expect(sdk.wallet("alice", late).send(payBob("1"))).rejects.toMatchObject({ code: "machine/expired" });
  });
});

describe("a transaction of several", () => {
  it("takes effect as a whole when all have signed, and not before", async () => {
    const [alice, bob] = [sdk.wallet("alice"), sdk.wallet("bob")];
    const pay = (to: string, amount: string) => messages.settlement.pay({ to, currency: "USD", amount });
    const draft = await sdk.ledger.draft([
      { actor: alice.account, message: pay(bob.account, "10") },
      { actor: bob.account, message: pay(alice.account, "4") },
    ]);
    const before = await usdOf("bob");
    const alone = await sdk.ledger.sign(draft, alice.signers);
    await expect(sdk.ledger.wait(alone)).rejects.toBeInstanceOf(RefusedError);
    expect(await usdOf("bob")).toBe(before);
    const both = await sdk.ledger.sign(draft, [devnetSigner("alice"), devnetSigner("bob")]);
    await sdk.ledger.submit(both);
    const { id, answers } = await sdk.ledger.wait(both);
    expect([id, answers]).toEqual([draft.id, [null, null]]);
    expect((await usdOf("bob")) - before).toBe(6n);
  });

  it("has at least one message and no more than the limit", async () => {
    const addressed = { actor: sdk.wallet("alice").account, message: payBob("1") };
    await expect(sdk.ledger.draft([])).rejects.toBeInstanceOf(RangeError);
    await expect(sdk.ledger.draft(new Array(65).fill(addressed))).rejects.toBeInstanceOf(RangeError);
  });
});

describe("a message that the ledger does not have", () => {
  it("is not signed", async () => {
    const smaller = await startSdkLedger({ modules: [accounts, authority] });
    await expect(smaller.wallet("alice").send(payBob("1"))).rejects.toMatchObject({
      name: "UnknownMessageError",
      type: "settlement/pay",
      difference: "absent in the ledger",
    });
    await smaller.close();
  });

  it("in this form is not signed either", async () => {
    const other = { ...payBob("1"), schemaHash: "00".repeat(32) };
    const error = await sdk
      .wallet("alice")
      .send(other)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnknownMessageError);
    expect(error).toMatchObject({ difference: "of another content in the ledger" });
  });
});

describe("a question", () => {
  it("is answered after the height that was asked for", async () => {
    const { height } = await sdk.wallet("alice").send(payBob("3"));
    const params = { account: sdk.wallet("bob").account, currency: "USD" };
    const [before, after] = await Promise.all([
      sdk.ledger.query("accounts/balance", params, { height: height - 1 }),
      sdk.ledger.query("accounts/balance", params, { height }),
    ]);
    expect(BigInt(after.value) - BigInt(before.value)).toBe(3n);
  });

  it("about a currency gives its money", async () => {
    const usd = await sdk.ledger.currency("USD");
    expect(usd.of("1.25").toString()).toBe("1.25 USD");
    await expect(sdk.ledger.currency("XXX")).rejects.toMatchObject({ code: "accounts/unknownCurrency" });
  });

  it("for a list gives all its items, page by page", async () => {
    const codes = async (limit?: number) => {
      const found: string[] = [];
      const params = limit === undefined ? {} : { limit };
      for await (const { currency } of sdk.ledger.list("accounts/currencies", params)) found.push(currency);
      return found;
    };
    const all = await codes();
    expect(all.length).toBeGreaterThan(2);
    expect(await codes(1)).toEqual(all);
  });
});
