// Events over as many connections as it takes: each once, in order, none missed.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UnreachableError } from "#src/sdk/errors.ts";
import { placeOf } from "#src/sdk/events.ts";
import { messages } from "#src/sdk/messages.ts";
import { type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

let sdk: SdkLedger;
beforeAll(async () => {
  sdk = await startSdkLedger();
});
afterAll(() => sdk.close());

const payBob = async (amount: number) =>
  sdk
    .wallet("alice")
    .send(messages.settlement.pay({ to: sdk.wallet("bob").account, currency: "USD", amount: `${amount}` }));

/** Cuts each stream after so many blank lines, the first of which ends what the node says before any event. */
function cuttingStreams(frames: number): { readonly fetch: typeof fetch; readonly paths: string[] } {
  const paths: string[] = [];
  const cutting: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!String(input).includes("/v1/events")) return response;
    paths.push(String(input));
    return new Response(cutAfter(response.body as ReadableStream, frames), { headers: response.headers });
  };
  return { fetch: cutting, paths };
}

function cutAfter(body: ReadableStream, frames: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const waiting: string[] = [];
  let left = frames;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (left === 0) {
      await reader.cancel();
      return controller.error(new TypeError("the connection broke"));
    }
    while (waiting.length === 0) {
      const { value } = await reader.read();
      waiting.push(...new TextDecoder().decode(value).split(/(?<=\n\n)/));
    }
    left -= 1;
    controller.enqueue(new TextEncoder().encode(waiting.shift()));
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

describe("a stream of events", () => {
  it("begins after the place that was seen, with the type of event that was asked for", async () => {
    const { height } = await payBob(1);
    await payBob(2);
    for await (const event of sdk.ledger.events({ after: `${height}.0`, type: "settlement/paymentSettled" })) {
      expect(event.content.amount).toBe("2");
      expect(placeOf(event)).toBe(`${height + 1}.0`);
      break;
    }
  });

  it("misses nothing and repeats nothing although its connections break", async () => {
    const cutting = cuttingStreams(3);
    const ledger = await sdk.connect({ fetch: cutting.fetch });
    const { height } = await payBob(1);
    for (let amount = 2; amount <= 8; amount += 1) await payBob(amount);
    const amounts: string[] = [];
    for await (const event of ledger.events({ after: `${height - 1}.0`, type: "settlement" })) {
      if (event.type === "settlement/paymentSettled") amounts.push(event.content.amount);
      if (amounts.length === 8) break;
    }
    expect(amounts).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(cutting.paths).toHaveLength(4);
  });

  it("hears what happened while its first connection had not seen an event yet", async () => {
    const cutting = cuttingStreams(0);
    let isLate = false;
    const ledger = await sdk.connect({
      fetch: (input, init) => (isLate ? fetch(input, init) : cutting.fetch(input, init)),
      pause: async () => {
        if (isLate) return;
        isLate = true;
        await payBob(77);
      },
    });
    for await (const event of ledger.events({ type: "settlement/paymentSettled" })) {
      expect(event.content.amount).toBe("77");
      break;
    }
    expect(isLate).toBe(true);
  });

  it("ends quietly when its reader has had enough", async () => {
    const stop = new AbortController();
    const events = sdk.ledger.events({ signal: stop.signal });
    const next = events.next();
    stop.abort();
    expect((await next).done).toBe(true);
  });

  it("throws what the node refuses for good", async () => {
    const forgetful = await startSdkLedger({ keptFrom: 5 });
    const events = forgetful.ledger.events({ after: "1.0" });
    await expect(events.next()).rejects.toMatchObject({ code: "machine/eventsNotKept" });
    await forgetful.close();
  });

  it("gives up a node that stays away", async () => {
    let tries = 0;
    const ledger = await sdk.connect({
      attempts: 3,
      fetch: (input, init) => {
        if (!String(input).includes("/v1/events")) return fetch(input, init);
        tries += 1;
        return Promise.reject(new TypeError("nobody listens"));
      },
    });
    await expect(ledger.events().next()).rejects.toBeInstanceOf(UnreachableError);
    expect(tries).toBe(3);
  });
});
