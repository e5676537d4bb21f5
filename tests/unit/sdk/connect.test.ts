// Connecting: the node says which network it belongs to.
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, WrongNetworkError } from "#src/sdk/connect.ts";
import { MalformedAnswerError, UnreachableError } from "#src/sdk/errors.ts";
import { type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
beforeAll(async () => {
  sdk = await startSdkLedger();
});
afterAll(() => sdk.close());

it("gives a ledger that knows its network, with or without a slash after the address", async () => {
  const ledger = await connect(`${sdk.api.baseUrl}/`);
  expect([ledger.network, ledger.url]).toEqual([sdk.api.service.network, sdk.api.baseUrl]);
});

it("refuses a node of another network than the one expected", async () => {
  const expected = `elsewhere-${"0".repeat(16)}`;
  await expect(connect(sdk.api.baseUrl, { network: expected })).rejects.toBeInstanceOf(WrongNetworkError);
  expect((await connect(sdk.api.baseUrl, { network: sdk.ledger.network })).network).toBe(sdk.ledger.network);
});

it("does not take anything else that speaks HTTP for a node", async () => {
  const other: typeof fetch = async () => new Response('{"hello":"world"}');
  await expect(connect("http://127.0.0.1:1", { fetch: other })).rejects.toBeInstanceOf(MalformedAnswerError);
});

it("says when nobody answers", async () => {
  const options = { attempts: 2, pause: async () => undefined };
  await expect(connect("http://127.0.0.1:1", options)).rejects.toBeInstanceOf(UnreachableError);
});
