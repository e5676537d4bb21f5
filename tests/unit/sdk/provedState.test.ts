// State with proof: believed as far as a verified header vouches for it, and no further.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { MalformedAnswerError } from "#src/sdk/errors.ts";
import { apiHeaderSource } from "#src/sdk/light/headerSource.ts";
import { lightBlockHash } from "#src/sdk/light/lightBlock.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Trust } from "#src/sdk/provedState.ts";
import { type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
let trust: Trust;
beforeAll(async () => {
  sdk = await startSdkLedger();
  const validators = sdk.api.service.genesis.validators.map(({ publicKey, power }) => ({
    publicKey: bytesToHex(publicKey),
    power: power.toString(),
  }));
  trust = { validators };
});
afterAll(() => sdk.close());

const account = (alias: string) => sdk.wallet(alias).account;
const pay = (amount: string) =>
  sdk.wallet("alice").send(messages.settlement.pay({ to: account("bob"), currency: "USD", amount }));

describe("proved state", () => {
  it("gives a balance as money, from the validators of genesis on", async () => {
    await pay("5");
    const usd = await sdk.ledger.currency("USD");
    const { value } = await sdk.ledger.query("accounts/balance", { account: account("bob"), currency: "USD" });
    const balance = await sdk.ledger.proved({ trust }).balance(account("bob"), usd);
    expect(balance.units).toBe(BigInt(value));
  });

  it("gives nothing as zero, since absence is proved too", async () => {
    const thb = await sdk.ledger.currency("THB");
    const key = `accounts/balance/THB/${account("carol")}`;
    const proved = sdk.ledger.proved({ trust });
    expect(await proved.row(key)).toMatchObject({ key, present: false });
    expect((await proved.balance(account("carol"), thb)).units).toBe(0n);
  });

  it("gives the row of any query that shows one, and of an earlier height", async () => {
    const { height } = await pay("5");
    await pay("6");
    const proved = sdk.ledger.proved({ trust });
    const row = await proved.rowOf("accounts/currency", { currency: "USD" });
    expect(row.present && row.value).toMatchObject({ decimals: 2n });
    const earlier = await proved.rowOf("accounts/balance", { account: account("bob"), currency: "USD" }, height);
    const { value } = await sdk.ledger.query(
      "accounts/balance",
      { account: account("bob"), currency: "USD" },
      { height },
    );
    expect(earlier).toMatchObject({ height, present: true, value: { amount: BigInt(value) } });
  });

  it("begins from a header that the user trusts, and from no other", async () => {
    const source = apiHeaderSource("node", async (path) => (await sdk.api.get(path)).json);
    const hash = bytesToHex(lightBlockHash(await source.lightBlockAt(1)));
    const row = (of: string) =>
      sdk.ledger.proved({ trust: { height: 1, hash: of } }).rowOf("accounts/currency", { currency: "USD" });
    expect((await row(hash)).present).toBe(true);
    await expect(row("00".repeat(32))).rejects.toMatchObject({ code: "light/wrongTrustRoot" });
  });

  it("does not believe a node that answers with the proof of another row", async () => {
    const other = `accounts/balance/USD/${account("alice")}`;
    const lying: typeof fetch = (input, init) =>
      fetch(String(input).replace(/\/v1\/proof\?key=[^&]+/, `/v1/proof?key=${encodeURIComponent(other)}`), init);
    const ledger = await sdk.connect({ fetch: lying });
    await expect(ledger.proved({ trust }).row(`accounts/balance/USD/${account("bob")}`)).rejects.toMatchObject({
      code: "light/wrongKey",
    });
  });

  it("does not believe a node whose value is not the proved one", async () => {
    const lying: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).includes("/v1/proof")) return response;
      const { proof } = (await response.json()) as { proof: { valueHex: string } };
      return Response.json({ proof: { ...proof, valueHex: `${proof.valueHex.slice(0, -2)}ff` } });
    };
    const ledger = await sdk.connect({ fetch: lying });
    await expect(ledger.proved({ trust }).row(`accounts/balance/USD/${account("bob")}`)).rejects.toMatchObject({
      code: "light/presenceNotProved",
    });
  });

  it("asks the witnesses, and does not go on when none confirms", async () => {
    const usd = await sdk.ledger.currency("USD");
    const witnessed = sdk.ledger.proved({ trust, witnesses: [sdk.api.baseUrl] });
    expect((await witnessed.balance(account("bob"), usd)).units).toBeGreaterThan(0n);
    const alone = sdk.ledger.proved({ trust, witnesses: ["http://127.0.0.1:1"] });
    await expect(alone.balance(account("bob"), usd)).rejects.toMatchObject({ code: "light/notConfirmed" });
  });

  it("has no row for a query that shows more than one", async () => {
    await expect(sdk.ledger.proved({ trust }).rowOf("accounts/currencies", {})).rejects.toBeInstanceOf(RangeError);
  });

  it("tells a malformed answer from a wrong proof", async () => {
    const odd: typeof fetch = (input, init) =>
      String(input).includes("/v1/proof") ? Promise.resolve(Response.json([])) : fetch(input, init);
    const ledger = await sdk.connect({ fetch: odd });
    await expect(ledger.proved({ trust }).row("accounts/supply/USD")).rejects.toBeInstanceOf(MalformedAnswerError);
  });
});
