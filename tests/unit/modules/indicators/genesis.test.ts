// The indicators that a network begins with, and where a devnet's come from.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { concentrationOf } from "#scripts/indicators/concentration.ts";
import { readProduction } from "#scripts/indicators/usgs.ts";
import { genesis } from "#src/modules/indicators/genesis.ts";
import { indicatorRecords } from "#src/modules/indicators/tables.ts";
import { usgsDocumentHash } from "#src/modules/indicators/usgsFigures.ts";
import { createIndicatorsLedger } from "#tests/support/indicators.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const devnet = genesis.devnet({} as never);

describe("a devnet", () => {
  test("has a figure or a typed unknown for every indicator of six components, in force at once", async () => {
    const ledger = createIndicatorsLedger();
    for (const component of ["AG", "CU", "NDPR", "LI2CO3", "ELEC", "COMPUTE"]) {
      const { indicators } = (await ledger.query("indicators/indicators", { component })) as {
        readonly indicators: readonly { inForce?: object; pending?: object }[];
      };
      for (const each of indicators) expect([each.inForce === undefined, each.pending]).toEqual([false, undefined]);
    }
    expect(await ledger.audit()).toEqual([]);
  });

  test("states no value without the hash of its document, and no zero but where the table says that there is nothing", () => {
    const stated = [...devnet.indicators, ...devnet.shares].map(({ documentHash }) => documentHash !== undefined);
    expect(stated.filter(Boolean)).toHaveLength(13);
    expect(devnet.indicators.filter(({ figure }) => figure.value === 0n)).toEqual([]);
  });

  const concentrationAt = async (component: string, stage: string) =>
    (await createIndicatorsLedger().query("indicators/concentration", { component, stage })) as {
      readonly concentration: { readonly hhi: bigint };
    };

  test("knows how concentrated lithium is, and that the United States withhold their share", async () => {
    const { concentration } = await concentrationAt("LI2CO3", "mining");
    expect(concentration).toMatchObject({
      hhi: 2_346n,
      steps: [{ country: "US" }, { country: "AR" }, {}, {}, {}, {}, {}, {}, {}, {}],
    });
  });

  const path = fileURLToPath(new URL("../../../../../shared/data/usgs_mcs2026_selected.csv", import.meta.url));
  test.runIf(existsSync(path))("is made from the table of the hash that it names, and gives its indices", async () => {
    const bytes = readFileSync(path);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(usgsDocumentHash);
    const chapters = { AG: "SILVER", CU: "COPPER", NDPR: "RARE EARTHS", LI2CO3: "LITHIUM" };
    for (const [component, chapter] of Object.entries(chapters)) {
      for (const stage of ["mining", "refining"] as const) {
        const found = readProduction(bytes.toString("utf8"), 2024, stage).filter((each) => each.chapter === chapter);
        const [production] = found;
        if (production === undefined) continue;
        const { concentration } = await concentrationAt(component, stage);
        expect(Number(concentration.hhi), `${component} ${stage}`).toBe(concentrationOf(production).hhi);
      }
    }
  });
});

describe("a genesis file", () => {
  test("is refused with an unsound figure", () => {
    const [first] = devnet.indicators;
    const wrong = { ...devnet, indicators: [{ ...first, figure: {} }] } as typeof devnet;
    expect(() => genesis.initialise(memoryState().journal, wrong)).toThrow("figureUnclear");
  });

  test("may state governance too", () => {
    const memory = memoryState();
    const documentHash = new Uint8Array(32);
    const stated = { country: "CL", figure: { value: 3_000n }, period: "2024", source: "x", documentHash, method: "" };
    genesis.initialise(memory.journal, { indicators: [], shares: [], governance: [stated] });
    const { timeMs } = memory.journal;
    expect(indicatorRecords.get(memory.journal, 1)).toMatchObject({ fromMs: timeMs, governance: { country: "CL" } });
  });
});
