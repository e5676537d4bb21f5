// The engine's RPC, over a real HTTP server that answers as CometBFT does: headers are kept, and its noes are its own.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { commitJson, headerJson } from "#src/comet/rpcJson.ts";
import { EngineRefusal, EngineRpc } from "#src/consensus/abci/engineRpc.ts";
import { present } from "#src/core/assert.ts";
import { chainOn, memoryLedger } from "#tests/support/chains.ts";

let server: Server;
let rpc: EngineRpc;
let asked: { readonly method: string; readonly params: Record<string, string> }[];
let answer: (method: string) => object;

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const call = JSON.parse(text);
    asked.push({ method: call.method, params: call.params });
    response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...answer(call.method) }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  rpc = new EngineRpc(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  rpc.close();
  server.close();
});

it("asks for a header once, and reads it strictly", async () => {
  const ledger = await memoryLedger();
  const chain = chainOn(ledger);
  chain.pay({ from: "alice", to: "bob", amount: 1n });
  const [block] = await chain.decide();
  const { header, commit } = present(block?.record.signed, "the single engine signs");
  const signedHeader = { header: headerJson(header), commit: commitJson(commit) };
  answer = () => ({ result: { signed_header: signedHeader, canonical: true } });
  for (let time = 0; time < 2; time += 1) expect(await rpc.signedHeader(1)).toEqual({ header, commit });
  expect(asked).toEqual([{ method: "commit", params: { height: "1" } }]);
  answer = () => ({ result: { signed_header: { ...signedHeader, header: { ...signedHeader.header, height: "x" } } } });
  await expect(rpc.signedHeader(2)).rejects.toThrow("/height");
});

it("hands over a bundle, and tells the engine's no from the application's", async () => {
  answer = () => ({ result: { code: 35, log: "machine/badSignature", data: "", codespace: "kedge", hash: "" } });
  expect(await rpc.broadcast(Uint8Array.of(1, 2, 3))).toEqual({ code: 35, log: "machine/badSignature" });
  expect(asked[0]).toEqual({ method: "broadcast_tx_sync", params: { tx: "AQID" } });
  answer = () => ({ error: { code: -32603, message: "Internal error", data: "mempool is full" } });
  const failure = await rpc.broadcast(Uint8Array.of(1)).catch((reason: unknown) => reason);
  expect(failure).toBeInstanceOf(EngineRefusal);
  expect(String(failure)).toContain("mempool is full");
});

it("fails when the engine is gone", async () => {
  server.close();
  await once(server, "close");
  await expect(rpc.status()).rejects.toThrow("ECONNREFUSED");
});
