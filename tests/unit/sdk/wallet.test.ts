// Wallets: an account with those who sign for it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { SignerError } from "#src/sdk/errors.ts";
import { createSigner, devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
beforeAll(async () => {
  sdk = await startSdkLedger();
});
afterAll(() => sdk.close());

const pay = (to: string) => messages.settlement.pay({ to, currency: "USD", amount: "1" });

describe("a wallet", () => {
  it("of one signer is the account of that key alone", () => {
    expect(sdk.wallet("alice").account).toBe(soleAccountOf(devnetSigner("alice")));
  });

  it("of an account with a policy of several keys sends when enough have signed", async () => {
    const signers = [createSigner(), createSigner(), createSigner()];
    const policy = { threshold: 2, keys: signers.map(({ publicKey }) => publicKey) };
    const bank = sdk.wallet("participant-bank");
    const { answer } = await bank.send(messages.accounts.openAccount({ policy, salt: "" }));
    await sdk.wallet("alice").send(pay(answer.account));
    const [first, second] = signers;
    if (first === undefined || second === undefined) throw new Error("three signers were made");

    const bob = sdk.wallet("bob").account;
    const alone = sdk.ledger.wallet({ account: answer.account, signers: [first] });
    await expect(alone.send(pay(bob))).rejects.toMatchObject({ code: "accounts/policyNotSatisfied" });
    const together = sdk.ledger.wallet({ account: answer.account, signers: [first, second] });
    expect((await together.send(pay(bob))).height).toBe(sdk.api.service.head().height);
  });

  it("sends nothing when a signer does not sign", async () => {
    const { height } = await sdk.ledger.health();
    const gone = { publicKey: devnetSigner("alice").publicKey, sign: () => Promise.reject(new Error("pulled out")) };
    await expect(sdk.ledger.wallet(gone).send(pay(sdk.wallet("bob").account))).rejects.toBeInstanceOf(SignerError);
    expect((await sdk.ledger.health()).height).toBe(height);
  });

  it("is not made for a text that is no account", () => {
    expect(() => sdk.ledger.wallet({ account: "alice", signers: [] })).toThrow(ContentError);
  });
});
