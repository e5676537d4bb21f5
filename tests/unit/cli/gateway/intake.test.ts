// The intake of a gateway over real HTTP, without a node: what it stores, under which name, and what it turns away.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type GatewayFolders, openFolders } from "#src/cli/gateway/folders.ts";
import { openIntake, placeOf, readToken } from "#src/cli/gateway/intake.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const token = "0123456789abcdef";
let home: ReturnType<typeof temporaryFolder>;
let folders: GatewayFolders;
let server: Server;
let url: string;

beforeEach(async () => {
  home = temporaryFolder();
  folders = openFolders(home.path);
  server = await openIntake({ folders, listen: "127.0.0.1:0", token, bytesMax: 1_000 });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/messages`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  home.remove();
});

const headers = { authorization: `Bearer ${token}`, "content-type": "application/xml" };
const post = (body: string | Uint8Array<ArrayBuffer>, more: Readonly<Record<string, string>> = {}) =>
  fetch(url, { method: "POST", body, headers: { ...headers, ...more } });
const get = (path: string) => fetch(`${url}${path}`, { headers });

it("has a message on disk to the byte when it answers, and answers it again the same, wherever it is by then", async () => {
  const bytes = Uint8Array.of(0x3c, 0xff, 0x00, 0x3e);
  const first = await post(bytes);
  const stored = (await first.json()) as { readonly file: string; readonly sha256: string };
  expect([first.status, stored.file]).toEqual([202, `${stored.sha256}.xml`]);
  expect(new Uint8Array(readFileSync(join(folders.in, stored.file)))).toEqual(bytes);
  for (const folder of [folders.done, folders.rejected]) {
    expect(await (await post(bytes)).json()).toEqual(stored);
    const from = [folders.in, folders.done].find((each) => existsSync(join(each, stored.file))) ?? "";
    renameSync(join(from, stored.file), join(folder, stored.file));
    expect(await (await post(bytes)).json()).toEqual(stored);
    expect(existsSync(join(folders.in, stored.file))).toBe(false);
  }
});

it("gives the report when it is there, and says until then that it waits", async () => {
  const { sha256 } = (await (await post("<a/>")).json()) as { readonly sha256: string };
  expect([(await get(`/${sha256}`)).status, (await get(`/${"f".repeat(64)}`)).status]).toEqual([202, 404]);
  for (const kind of ["admi.002", "pacs.002"]) {
    writeFileSync(join(folders.out, `${sha256}.${sha256.slice(0, 16)}.${kind}.xml`), kind);
    const answer = await get(`/${sha256}`);
    expect([answer.status, await answer.text()]).toEqual([200, kind]);
  }
});

it("takes nothing without the token, of another type, empty, or a byte too large", async () => {
  expect((await post("<a/>", { authorization: "" })).status).toBe(401);
  expect((await post("<a/>", { authorization: `Bearer ${token}x` })).status).toBe(401);
  expect((await post("<a/>", { "content-type": "application/json" })).status).toBe(415);
  expect((await post("<a/>", { "content-type": "text/xml; charset=utf-8" })).status).toBe(202);
  expect((await post("")).status).toBe(400);
  expect((await post("x".repeat(1_001))).status).toBe(413);
  expect((await post("x".repeat(1_000))).status).toBe(202);
  expect((await get("/../in")).status).toBe(404);
  expect((await get("")).status).toBe(405);
  expect((await fetch(`${url}/${"f".repeat(64)}`, { method: "DELETE", headers })).status).toBe(405);
});

it("takes a body without a length, and stops reading where it is too large", async () => {
  const stream = (pieces: number) =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < pieces; at += 1) controller.enqueue(new Uint8Array(400));
        controller.close();
      },
    });
  const send = (pieces: number) =>
    fetch(url, { method: "POST", body: stream(pieces), headers, duplex: "half" } as RequestInit);
  expect((await send(2)).status).toBe(202);
  expect((await send(3)).status).toBe(413);
});

it("listens to this machine alone, and reads a token that cannot be guessed", () => {
  expect(placeOf("[::1]:80")).toEqual({ host: "::1", port: 80 });
  for (const listen of ["0.0.0.0:80", "127.0.0.1", "127.0.0.1:65536", "example.org:80"]) {
    expect(() => placeOf(listen)).toThrow("a port of this machine");
  }
  const path = join(home.path, "token");
  mkdirSync(home.path, { recursive: true });
  for (const [text, isFit] of [
    ["0123456789abcde", false],
    ["0123456789abcdef\n", true],
    ["0123456789 abcdef", false],
  ] as const) {
    writeFileSync(path, text);
    if (isFit) expect(readToken(path)).toBe(text.trim());
    else expect(() => readToken(path)).toThrow("printable characters");
  }
});
