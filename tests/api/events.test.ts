// The event stream over HTTP: following, resuming, filtering, and cutting off slow readers.
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type HttpApi, type HttpApiOptions, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
let readers: AbortController[] = [];
afterEach(async () => {
  for (const reader of readers) reader.abort();
  readers = [];
  await api.close();
});

const start = async (options: HttpApiOptions = {}) => {
  api = await startHttpApi(options);
};
const issue = async (to: string, currency = "CNY") => {
  const path = `/v1/accounts/issueCurrency?signAs=${currency.toLowerCase()}-issuer`;
  return (await api.post(path, { currency, to, amount: "1" })).json;
};

interface Heard {
  readonly id: string;
  readonly event: { readonly height: number; readonly index: number; readonly type: string; readonly content: unknown };
}

/** Reads a stream until so many events came. */
async function listen(path: string, count: number, headers: Readonly<Record<string, string>> = {}): Promise<Heard[]> {
  const reader = new AbortController();
  readers.push(reader);
  const response = await fetch(api.baseUrl + path, { headers, signal: reader.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const heard: Heard[] = [];
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const match = /^id: (.*)\ndata: (.*)$/.exec(frame);
      if (match !== null) heard.push({ id: match[1] ?? "", event: JSON.parse(match[2] ?? "") });
    }
    if (heard.length >= count) break;
  }
  reader.abort();
  return heard;
}

describe("the stream of events", () => {
  it("tells what happens from then on, each with the place to resume from", async () => {
    await start();
    await issue("alice");
    const heard = listen("/v1/events", 2);
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_event_streams 1");
    const [first, second] = [await issue("bob"), await issue("carol")];
    const [one, two] = await heard;
    expect([one?.id, two?.id]).toEqual([`${first.height}.0`, `${second.height}.0`]);
    expect(one?.event).toEqual(first.events[0]);
  });

  it("resumes after the place that a reader names, in a header or in the address", async () => {
    await start();
    const all = [await issue("alice"), await issue("bob"), await issue("carol")];
    const after = `${all[0].height}.0`;
    const ids = all.slice(1).map(({ height }) => `${height}.0`);
    expect((await listen(`/v1/events?after=${after}`, 2)).map(({ id }) => id)).toEqual(ids);
    expect((await listen("/v1/events", 2, { "last-event-id": after })).map(({ id }) => id)).toEqual(ids);
    const both = await listen("/v1/events?after=1.0", 2, { "last-event-id": after });
    expect(both.map(({ id }) => id)).toEqual(ids);
  });

  it("leaves out what a reader did not ask for, by type, module or account", async () => {
    await start();
    await issue("alice");
    await issue("bob");
    const usd = await issue("alice", "USD");
    const ofAlice = await listen("/v1/events?after=1.0&account=alice", 2);
    expect(ofAlice.map(({ event }) => event.height).at(-1)).toBe(usd.height);
    expect(ofAlice).toHaveLength(2);
    expect(await listen("/v1/events?after=1.0&type=accounts", 3)).toHaveLength(3);
    expect(await listen("/v1/events?after=1.0&type=accounts/currencyIssued", 3)).toHaveLength(3);
  });

  it("refuses a place that is no longer kept, and places that are none", async () => {
    await start({ keptFrom: 3 });
    const gone = await api.get("/v1/events?after=1.0");
    expect([gone.status, gone.json.code]).toEqual([404, "machine/eventsNotKept"]);
    for (const query of ["after=1", "after=-1.0", "type=Accounts", "account=nobody", "colour=red"]) {
      expect([400, 404]).toContain((await api.get(`/v1/events?${query}`)).status);
    }
    expect((await api.get("/v1/events", { "last-event-id": "x" })).json.places[0].in).toBe("header");
    expect((await api.get("/v1/events", { accept: "application/json" })).status).toBe(406);
  });

  it("shows that it is alive while nothing happens", async () => {
    await start({ server: { bounds: { eventHeartbeatMs: 20 } } });
    const response = await fetch(`${api.baseUrl}/v1/events`);
    const reader = response.body?.getReader();
    let text = "";
    while (!text.includes(": heartbeat\n\n")) text += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(text.startsWith("retry: ")).toBe(true);
  });

  it("is refused when as many are open as may, and free again when a reader leaves", async () => {
    await start({ server: { bounds: { eventStreams: 1 } } });
    const first = new AbortController();
    await fetch(`${api.baseUrl}/v1/events`, { signal: first.signal });
    const second = await api.get("/v1/events");
    expect([second.status, second.json.code]).toEqual([429, "api/tooManyStreams"]);
    first.abort();
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_event_streams 0");
  });

  it("cuts off a reader that does not read", async () => {
    await start({ server: { bounds: { slowReaderMs: 50 } } });
    const content = { note: "x".repeat(60_000) };
    api.service.events = async function* (_, signal) {
      for (let index = 0; !signal.aborted; index += 1) yield { height: 1, index, type: "test/noteWritten", content };
    };
    const socket = connect(Number(new URL(api.baseUrl).port), "127.0.0.1");
    socket.pause();
    socket.on("error", () => undefined);
    socket.write("GET /v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_event_streams 1");
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_event_streams 0");
    socket.destroy();
  });

  it("ends when the server stops", async () => {
    await start();
    const response = await fetch(`${api.baseUrl}/v1/events`);
    await api.close();
    expect((await response.text()).startsWith("retry: ")).toBe(true);
  });
});
