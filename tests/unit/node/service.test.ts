// The ledger as the API sees it: submitting, looking up, proving, following events, and stopping.
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlacedEvent } from "#src/api/service.ts";
import { Refusal } from "#src/core/refusal.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { decide, startTestNode, type TestNode } from "#tests/support/nodes.ts";
import { devnet, paymentOf } from "#tests/support/payments.ts";

let folder: ReturnType<typeof temporaryFolder>;
let node: TestNode;

beforeEach(async () => {
  folder = temporaryFolder();
  node = await startTestNode(join(folder.path, "data"));
});
afterEach(async () => {
  await node.stop();
  folder.remove();
});

const payment = { from: "alice", to: "bob", amount: 5n } as const;
const paid = (amount = 5n) => paymentOf(node.service.network, { ...payment, amount });

async function refusedWith(action: Promise<unknown>): Promise<string | undefined> {
  return action.then(
    () => undefined,
    (reason) => (reason instanceof Refusal ? reason.definition.code : Promise.reject(reason)),
  );
}

describe("submitting", () => {
  it("answers with the result once it is durable, and finds it under its id and in its block", async () => {
    const decided = await decide(node, paid());
    expect(decided).toMatchObject({ code: 0, kind: "transaction" });
    expect(node.service.head().height).toBeGreaterThanOrEqual(decided.height);
    const found = await node.service.transaction(decided.id);
    expect(JSON.stringify(found)).toBe(JSON.stringify(decided));
    const block = await node.service.block(decided.height);
    expect(block?.transactions[decided.index]).toEqual({ id: decided.id, code: 0 });
  });

  it("the same bytes twice, at once or later, has one effect and one result", async () => {
    const bytes = paid();
    const [first, second] = await Promise.all([decide(node, bytes), decide(node, bytes)]);
    const third = await decide(node, bytes);
    expect([second.height, third.height, third.index]).toEqual([first.height, first.height, first.index]);
    const row = balances.get(await node.service.reader(), "USD", devnet.account("bob"));
    expect(row?.amount).toBe(10_000_005n);
  });

  it("refuses a wrong signature, another network and bytes that are nothing", async () => {
    const bytes = paid();
    const forged = bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(await refusedWith(node.service.submit(forged))).toBe("machine/badSignature");
    const elsewhere = paymentOf("kedge-devnet-0000000000000000", payment);
    expect(await refusedWith(node.service.submit(elsewhere))).toBe("machine/wrongNetwork");
    expect(await refusedWith(node.service.submit(new Uint8Array(3)))).toBe("core/malformedEncoding");
  });

  it("refuses everything once the node stops, also what was being checked", async () => {
    const submissions = Array.from({ length: 20 }, () => decide(node, paid()));
    const answers = submissions.map((submission) =>
      submission.then(
        () => "decided",
        (reason) => (reason as Refusal).definition.code,
      ),
    );
    await node.stop();
    for (const answer of await Promise.all(answers)) expect(["decided", "machine/stopping"]).toContain(answer);
    expect(await refusedWith(node.service.submit(paid()))).toBe("machine/stopping");
  });
});

describe("looking up", () => {
  it("finds nothing where there is nothing", async () => {
    expect(await node.service.transaction(new Uint8Array(32))).toBeUndefined();
    expect(await node.service.block(1_000)).toBeUndefined();
    expect(await node.service.block(0)).toBeUndefined();
  });

  it("reads the state of a height that is kept, and refuses one that is not there", async () => {
    const { height } = await decide(node, paid());
    const bob = async (at: number) => balances.get(await node.service.reader(at), "USD", devnet.account("bob"))?.amount;
    expect(await bob(height)).toBe(10_000_005n);
    expect(await bob(height - 1)).toBe(10_000_000n);
    expect(await refusedWith(node.service.reader(1_000))).toBe("state/heightNotKept");
  });

  it("proves a row against the header that the next block brings, which an idle chain makes at once", async () => {
    const { height } = await decide(node, paid());
    const key = balances.key("USD", devnet.account("bob"));
    const proof = await node.service.prove(key);
    expect(proof).toMatchObject({ present: true, key });
    expect(proof.height).toBeGreaterThanOrEqual(height);
    expect(proof.header.height).toBe(proof.height + 1);
    expect(proof.header.appHash).toEqual(proof.root);
  });
});

describe("events", () => {
  async function take(count: number, after?: { height: number; index: number }): Promise<PlacedEvent[]> {
    const taken: PlacedEvent[] = [];
    const stop = new AbortController();
    for await (const event of node.service.events(after, stop.signal)) {
      taken.push(event);
      if (taken.length === count) stop.abort();
    }
    return taken;
  }

  it("come from a place on, and then as they happen", async () => {
    await decide(node, paid(1n));
    await decide(node, paid(2n));
    const [first, second] = await take(2, { height: 0, index: 0 });
    expect([first?.content, second?.content]).toMatchObject([{ amount: "1" }, { amount: "2" }]);
    const following = take(2, { height: second?.height ?? 0, index: second?.index ?? 0 });
    await decide(node, paid(3n));
    await decide(node, paid(4n));
    expect((await following).map(({ content }) => content)).toMatchObject([{ amount: "3" }, { amount: "4" }]);
  });

  it("end when the reader leaves, and are refused from a place that is not there yet", async () => {
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of node.service.events(undefined, stop.signal));
    })();
    stop.abort();
    await reading;
    expect(await refusedWith(take(1, { height: 1_000, index: 0 }))).toBe("machine/eventsNotKept");
  });

  it("are refused from before the first block of a node that joined by a snapshot, also in a stream that was open", async () => {
    const open = refusedWith(take(1));
    const { machine, store } = node;
    node.service.goOnWith({ machine, store, firstHeight: 10 });
    await decide(node, paid());
    expect(await open).toBe("machine/eventsNotKept");
    expect(await refusedWith(take(1, { height: 1, index: 0 }))).toBe("machine/eventsNotKept");
  });
});
