// Takes messages over HTTP beside the folder: each is a file in it, on disk, before the answer; the gateway's rounds do the rest.
import { timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { usageFailure } from "#src/cli/failure.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import type { GatewayFolders } from "./folders.ts";

export interface IntakeParts {
  readonly folders: GatewayFolders;
  readonly listen: string;
  readonly token: string;
  readonly bytesMax: number;
}

const tokenCharactersLeast = 16;
const tokenBytesMax = 1_024;
/** Those that are still sent when the next one comes: a client that stalls is not waited for. */
const connectionsMax = 64;
const requestMsMost = 30_000;
const messageTypes = /^(application|text)\/xml\s*(;\s*charset="?utf-8"?\s*)?$/i;
const messagePath = /^\/v1\/messages\/([0-9a-f]{64})$/;

/** A token is a line of printable characters, long enough not to be guessed. */
export function readToken(path: string): string {
  const text = readFileSync(path, "utf8").trim();
  const isFit = text.length >= tokenCharactersLeast && text.length <= tokenBytesMax && /^[\x21-\x7e]+$/.test(text);
  if (!isFit) throw usageFailure(`${path} holds one line of ${tokenCharactersLeast} printable characters or more`);
  return text;
}

/** `127.0.0.1:8080`: the token goes over the wire as it is, so that nothing but this machine is listened to. */
export function placeOf(listen: string): { readonly host: string; readonly port: number } {
  const [, host = "", port = ""] = /^(127\.0\.0\.1|\[::1\]|localhost):([0-9]{1,5})$/.exec(listen) ?? [];
  if (host === "" || Number(port) > 65_535) {
    throw usageFailure(
      "--listen names a port of this machine, such as 127.0.0.1:8090; put TLS in front of it elsewhere",
    );
  }
  return { host: host.replace(/[[\]]/g, ""), port: Number(port) };
}

/** Listens when it returns. */
export async function openIntake(parts: IntakeParts): Promise<Server> {
  const { host, port } = placeOf(parts.listen);
  const expected = digestOf(`Bearer ${parts.token}`);
  const server = createServer((request, response) => {
    answer(parts, expected, request, response).catch(() => say(response, 500, { code: "gateway/notStored" }));
  });
  server.maxConnections = connectionsMax;
  server.requestTimeout = requestMsMost;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, done);
  });
  return server;
}

const digestOf = (text: string) => sha256(new TextEncoder().encode(text));

async function answer(
  parts: IntakeParts,
  expected: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, url = "", headers } = request;
  // Digests have one length, so that comparing them tells nothing about the token.
  if (!timingSafeEqual(digestOf(headers.authorization ?? ""), expected)) {
    response.setHeader("www-authenticate", "Bearer");
    return say(response, 401, { code: "gateway/tokenWrong" });
  }
  const [, hash] = messagePath.exec(url) ?? [];
  if (hash !== undefined) {
    return method === "GET"
      ? report(parts.folders, hash, response)
      : say(response, 405, { code: "gateway/methodWrong" });
  }
  if (url !== "/v1/messages") return say(response, 404, { code: "gateway/unknownPath" });
  if (method !== "POST") return say(response, 405, { code: "gateway/methodWrong" });
  if (!messageTypes.test(headers["content-type"] ?? "")) return say(response, 415, { code: "gateway/typeWrong" });
  const bytes = await bodyOf(request, parts.bytesMax);
  if (bytes === undefined) return say(response, 413, { code: "gateway/tooLarge", bytesMax: parts.bytesMax });
  if (bytes.length === 0) return say(response, 400, { code: "gateway/empty" });
  say(response, 202, store(parts.folders, bytes));
}

/** Undefined when it is larger; no more of it is then read. */
async function bodyOf(request: IncomingMessage, bytesMax: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > bytesMax) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The name follows from the content: the same message posted again is the same file, wherever it is by now. */
function store(folders: GatewayFolders, bytes: Uint8Array): { readonly file: string; readonly sha256: string } {
  const hash = bytesToHex(sha256(bytes));
  const file = `${hash}.xml`;
  // Files move from `in` to the others and never back: looked for in that order, none is missed.
  const isThere = [folders.in, folders.done, folders.rejected].some((folder) => existsSync(join(folder, file)));
  if (!isThere) saveFile(join(folders.in, file), bytes);
  return { file, sha256: hash };
}

/** A pacs.002, or the admi.002 of what was no payment; 202 while neither is there. */
function report({ in: incoming, out, done, rejected }: GatewayFolders, hash: string, response: ServerResponse): void {
  const start = `${hash}.${hash.slice(0, 16)}`;
  for (const kind of ["pacs.002", "admi.002"]) {
    const path = join(out, `${start}.${kind}.xml`);
    if (existsSync(path)) {
      response.writeHead(200, { "content-type": "application/xml; charset=utf-8" }).end(readFileSync(path));
      return;
    }
  }
  const isKnown = [incoming, done, rejected].some((folder) => existsSync(join(folder, `${hash}.xml`)));
  if (isKnown) say(response, 202, { state: "waiting" });
  else say(response, 404, { code: "gateway/unknownMessage" });
}

function say(response: ServerResponse, status: number, content: object): void {
  if (response.headersSent) return;
  const isRefusedBody = status === 413;
  response.writeHead(status, { "content-type": "application/json", ...(isRefusedBody && { connection: "close" }) });
  response.end(`${JSON.stringify(content)}\n`);
}
