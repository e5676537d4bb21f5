// A server that passes on what a node answers, and changes some of it on the way.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

// The shape of an answer is what a lie is about to change.
// biome-ignore lint/suspicious/noExplicitAny: a lie names the members it changes.
export type Lie = (path: string, json: any) => unknown;

export interface LyingServer {
  readonly url: string;
  /** From now on answers are changed so. */
  tell(lie: Lie): void;
  close(): Promise<void>;
}

async function sameRequest(request: IncomingMessage): Promise<RequestInit> {
  if (request.method !== "POST") return {};
  return {
    method: "POST",
    headers: { "content-type": request.headers["content-type"] ?? "" },
    body: await buffer(request),
  };
}

export async function startLyingServer(nodeUrl: string): Promise<LyingServer> {
  let lie: Lie = (_, json) => json;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const answer = await fetch(nodeUrl + path, await sameRequest(request));
    const json = lie(path, await answer.json());
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(json));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tell(other) {
      lie = other;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
