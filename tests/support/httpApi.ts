// The HTTP server over a ledger in memory, on a free port of this machine, and a short way to call it.
import { request as rawRequest } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { ServerOptions } from "#src/api/options.ts";
import { createServer } from "#src/api/server.ts";
import { type InMemoryOptions, InMemoryService } from "./inMemoryService.ts";

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly type: string | null;
  readonly text: string;
  // The shape of an answer is what a test is about to look at.
  // biome-ignore lint/suspicious/noExplicitAny: a test names the members it expects.
  readonly json: any;
}

export interface HttpApi {
  readonly service: InMemoryService;
  readonly server: FastifyInstance;
  readonly baseUrl: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  call(path: string, init: RequestInit): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export interface HttpApiOptions extends InMemoryOptions {
  readonly server?: ServerOptions;
  readonly host?: string;
}

export async function startHttpApi(options: HttpApiOptions = {}): Promise<HttpApi> {
  const service = await InMemoryService.start(options);
  const server = await createServer({ service, options: options.server ?? {} });
  await server.listen({ host: options.host ?? "127.0.0.1", port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const call = async (path: string, init: RequestInit): Promise<ApiAnswer> => {
    const response = await fetch(baseUrl + path, { redirect: "manual", ...init });
    const text = await response.text();
    const type = response.headers.get("content-type");
    const json = type?.includes("json") && text !== "" ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, type, text, json };
  };
  return {
    service,
    server,
    baseUrl,
    call,
    get: (path, headers = {}) => call(path, { headers }),
    post: (path, body, headers = {}) =>
      body instanceof Uint8Array
        ? call(path, {
            method: "POST",
            body: Buffer.from(body),
            headers: { "content-type": "application/cbor", ...headers },
          })
        : call(path, {
            method: "POST",
            body: JSON.stringify(body),
            headers: { "content-type": "application/json", ...headers },
          }),
    close: () => server.close(),
  };
}

/** What `fetch` would not let through, such as a header Host or a path of one's own making. */
export function callRaw(
  baseUrl: string,
  options: { method?: string; path: string; headers?: Readonly<Record<string, string>>; body?: string },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const { body, ...rest } = options;
    const call = rawRequest({ hostname, port, ...rest }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.once("error", reject);
    call.end(body);
  });
}
