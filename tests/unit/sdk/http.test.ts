// HTTP with a node that answers well, badly, late or not at all.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { MalformedAnswerError, RefusedError, UnreachableError } from "#src/sdk/errors.ts";
import { Http, type HttpOptions } from "#src/sdk/http.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

let closing: () => void = () => undefined;
afterEach(() => closing());

/** A server that answers the requests in turn, the last answer for all that follow. */
async function serverOf(...handlers: readonly Handler[]) {
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    bodies.push(Buffer.concat(parts));
    handlers[Math.min(bodies.length, handlers.length) - 1]?.(request, response, Buffer.concat(parts));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing = () => {
    server.closeAllConnections();
    server.close();
  };
  const pauses: number[] = [];
  const http = (options: HttpOptions = {}) =>
    new Http(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      pause: async (ms) => void pauses.push(ms),
      ...options,
    });
  return { bodies, pauses, http };
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
const problem = (status: number, code: string, headers: Record<string, string> = {}, more: object = {}) =>
  answer(
    status,
    { title: "No.", status, code, number: 41, kind: "limit", details: { waiting: 3 }, ...more },
    { "content-type": "application/problem+json", ...headers },
  );
const cut: Handler = (request) => request.socket.destroy();
const fine = answer(200, { fine: true });
const thrownBy = async (promise: Promise<unknown>) =>
  promise.then(
    () => "nothing",
    (reason: unknown) => reason,
  );

describe("a request", () => {
  it("gives the status and the JSON of the answer", async () => {
    const { http } = await serverOf(fine);
    expect(await http().send({ path: "/x" })).toEqual({ status: 200, json: { fine: true } });
  });

  it("is sent again, with the same bytes, after a broken connection", async () => {
    const { http, bodies } = await serverOf(cut, cut, fine);
    await http().send({ path: "/x", bytes: Uint8Array.of(1, 2, 3) });
    expect(bodies.map((body) => body.toString("hex"))).toEqual(["010203", "010203", "010203"]);
  });

  it("pauses twice as long each time, up to a limit", async () => {
    const { http, pauses } = await serverOf(cut);
    expect(await thrownBy(http({ attempts: 9 }).send({ path: "/x" }))).toBeInstanceOf(UnreachableError);
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it("waits as long as a busy node asks for, and no longer than ten seconds", async () => {
    const busy = (seconds: string) => problem(429, "machine/poolFull", { "retry-after": seconds });
    const { http, pauses } = await serverOf(busy("3"), busy("3600"), fine);
    expect((await http().send({ path: "/x" })).status).toBe(200);
    expect(pauses).toEqual([3_000, 10_000]);
  });

  it("ends with the node's own word when it stays busy", async () => {
    const { http, bodies } = await serverOf(problem(429, "machine/poolFull", { "retry-after": "1" }));
    const error = await thrownBy(http({ attempts: 3 }).send({ path: "/x" }));
    expect(error).toMatchObject({ code: "machine/poolFull", retryAfterMs: 1_000 });
    expect(bodies).toHaveLength(3);
  });

  it("tells a gateway that stands in for the node from the node", async () => {
    const { http } = await serverOf(answer(503, { status: "unready" }), answer(502, "<html>"), fine);
    expect((await http().send({ path: "/x" })).status).toBe(200);
  });

  it("gives up when nothing listens", async () => {
    const http = new Http("http://127.0.0.1:1", { attempts: 2, pause: async () => undefined });
    expect(await thrownBy(http.send({ path: "/x" }))).toBeInstanceOf(UnreachableError);
  });

  it("gives up a node that does not answer in time", async () => {
    const { http } = await serverOf(() => undefined);
    expect(await thrownBy(http({ attempts: 1, timeoutMs: 20 }).send({ path: "/x" }))).toBeInstanceOf(UnreachableError);
  });

  it("ends at once when its caller does not want it any more", async () => {
    const stop = new AbortController();
    const { http, bodies } = await serverOf(() => stop.abort(new Error("enough")));
    expect(await thrownBy(http().send({ path: "/x", signal: stop.signal }))).toEqual(new Error("enough"));
    expect(bodies).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("is an error with its code, number, kind and details, and is not asked for again", async () => {
    const { http, bodies } = await serverOf(problem(409, "accounts/insufficientFunds", {}, { kind: "conflict" }));
    const error = await thrownBy(http().send({ path: "/x" }));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({
      code: "accounts/insufficientFunds",
      number: 41,
      kind: "conflict",
      text: "No.",
      details: { waiting: 3 },
    });
    expect(bodies).toHaveLength(1);
  });

  it("that a block decided is final, whatever the headers say", async () => {
    const result = { id: "00", height: 7, index: 1 };
    const { http, bodies } = await serverOf(problem(429, "x/y", { "retry-after": "1" }, { result }));
    expect(await thrownBy(http().send({ path: "/x" }))).toMatchObject({ decided: result });
    expect(bodies).toHaveLength(1);
  });
});

describe("an answer of another form", () => {
  it.each<[string, Handler]>([
    ["text that is no JSON", (_, response) => void response.writeHead(200).end("<html>")],
    ["a status without a problem", answer(400, { error: "bad" })],
    [
      "more than sixteen mebibytes",
      (_, response) => void response.writeHead(200).end(Buffer.alloc(16 * 1024 * 1024 + 1, 0x20)),
    ],
  ])("is an error of its own: %s", async (_, handler) => {
    const { http, bodies } = await serverOf(handler);
    expect(await thrownBy(http().send({ path: "/x" }))).toBeInstanceOf(MalformedAnswerError);
    expect(bodies).toHaveLength(1);
  });

  it("is also a redirect: signed bytes go where the program sends them", async () => {
    const { http } = await serverOf((_, response) => void response.writeHead(307, { location: "/elsewhere" }).end());
    expect(await thrownBy(http({ attempts: 1 }).send({ path: "/x" }))).toBeInstanceOf(UnreachableError);
  });
});
