// Waiting for a block with the same bytes: as long as it may still come, and no longer.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { UndecidedError } from "#src/sdk/errors.ts";
import { messages } from "#src/sdk/messages.ts";
import { draftTransaction, newHead } from "#src/sdk/transactions.ts";
import { type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
beforeAll(async () => {
  sdk = await startSdkLedger({ server: { bounds: { commitWaitMs: 1 } } });
});
afterAll(() => sdk.close());

const payBob = () => messages.settlement.pay({ to: sdk.wallet("bob").account, currency: "USD", amount: "1" });

/** Counts what is sent, and calls back at a certain time. */
function counting(at: number, then: () => void) {
  let sent = 0;
  const fetching: typeof fetch = (input, init) => {
    if (init?.method === "POST") {
      sent += 1;
      if (sent === at) then();
    }
    return fetch(input, init);
  };
  return { fetch: fetching, sent: () => sent };
}

describe("waiting", () => {
  it("goes on over answers that nothing is decided yet", async () => {
    const { service } = sdk.api;
    service.hold();
    const count = counting(3, () => void service.release());
    const ledger = await sdk.connect({ fetch: count.fetch });
    const { height } = await sdk.wallet("alice", ledger).send(payBob());
    expect(height).toBe(service.head().height);
    expect(count.sent()).toBeGreaterThanOrEqual(3);
  });

  it("ends a minute after the transaction has, when no block comes at all", async () => {
    const { service } = sdk.api;
    service.hold();
    let nowMs = service.head().timeMs;
    const count = counting(4, () => {
      nowMs += 120_000 + 60_001;
    });
    const ledger = await sdk.connect({ fetch: count.fetch, now: () => nowMs });
    await expect(sdk.wallet("alice", ledger).send(payBob())).rejects.toBeInstanceOf(UndecidedError);
    expect(count.sent()).toBe(4);
    await service.release();
  });
});

describe("a draft", () => {
  const head = newHead(`kedge-test-${"0".repeat(16)}`, 1_000, {});

  it("is valid for two minutes unless said otherwise, and differs from one just like it", () => {
    expect(head.validUntilMs).toBe(121_000);
    expect(newHead(head.network, 1_000, { validForMs: 5 }).validUntilMs).toBe(1_005);
    expect(newHead(head.network, 1_000, {}).salt).not.toEqual(head.salt);
  });

  it("is not made in the name of something that is no account", () => {
    expect(() => draftTransaction(head, [{ actor: "alice", message: payBob() }])).toThrow(ContentError);
  });
});
