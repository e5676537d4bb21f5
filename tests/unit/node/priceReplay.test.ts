// The devnet's replayed prices: what is played when, and that the ledger takes it.
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPrice } from "#src/modules/oracle/readings.ts";
import { devnetMonthAt, devnetMonthCount, devnetMonthIndex } from "#src/node/devnetPrices.ts";
import { monthAt, startPriceReplay } from "#src/node/priceReplay.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { startTestNode } from "#tests/support/nodes.ts";

const monthLastsMs = 600_000;

describe("the month that is played", () => {
  it("is June 2008 at genesis and for ten minutes, then the next", () => {
    expect(monthAt(0).month).toBe("2008-06");
    expect(monthAt(monthLastsMs - 1).month).toBe("2008-06");
    expect(monthAt(monthLastsMs).month).toBe("2008-07");
  });

  it("begins again with the first month of all after the last", () => {
    const untilLast = devnetMonthCount - 1 - devnetMonthIndex("2008-06");
    expect(monthAt(untilLast * monthLastsMs)).toEqual(devnetMonthAt(devnetMonthCount - 1));
    expect(monthAt((untilLast + 1) * monthLastsMs)).toEqual(devnetMonthAt(0));
  });

  it("is the first one when block time lies before genesis", () => {
    expect(monthAt(-1).month).toBe("2008-06");
  });
});

describe("a replay", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  it("makes the price of every feed sound at once, and near the month's average", async () => {
    const node = await startTestNode(join(folder.path, "data"));
    const failures: unknown[] = [];
    const replay = startPriceReplay(node.service, (fault) => failures.push(fault));
    const isSound = async () => {
      const state = await node.service.reader();
      return (["AG", "CU"] as const).every((feed) => readPrice(state, feed).status === "sound");
    };
    for await (const _ of node.service.events({ height: 0, index: 0 }, AbortSignal.timeout(30_000))) {
      if (await isSound()) break;
    }
    replay.stop();
    const state = await node.service.reader();
    const { priceNano } = monthAt(0);
    for (const feed of ["AG", "CU"] as const) {
      expect(readPrice(state, feed)).toMatchObject({ status: "sound", priceNano: { mid: priceNano[feed] } });
    }
    await node.stop();
    expect(failures).toEqual([]);
    expect(node.faults).toEqual([]);
  });

  it("reports quotes that were not taken, and stops nothing", async () => {
    const node = await startTestNode(join(folder.path, "data"));
    node.service.setReady(false);
    const failures: unknown[] = [];
    const heard = new Promise<void>((resolve) => {
      const replay = startPriceReplay(node.service, (fault) => {
        failures.push(fault);
        if (failures.length < 3) return;
        replay.stop();
        resolve();
      });
    });
    await heard;
    expect(failures).toMatchObject(Array.from({ length: 3 }, () => ({ definition: { code: "machine/stopping" } })));
    await node.stop();
  });
});
