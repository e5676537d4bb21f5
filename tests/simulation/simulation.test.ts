// The ledger under seeded random traffic: it does what an independent model says, and nothing else.
import { describe, expect, it } from "vitest";
import { hasModel, loadDrivers, trafficFiles } from "./parts.ts";
import { laterProgram } from "./setting.ts";
import { simulate } from "./simulation.ts";

const seedText = process.env.KEDGE_SIMULATION_SEED ?? "1";
const seed = seedText === "clock" ? Date.now() % 2 ** 31 : Number(seedText);
const blocks = Number(process.env.KEDGE_SIMULATION_BLOCKS ?? 300);
/** One seed seldom has every message accepted and refused; what none of so many reaches is a gap. */
const seedsMost = 5;
const auditBlocks = Number(process.env.KEDGE_SIMULATION_AUDIT ?? 25);

/** A second a block is several times what one takes on a busy core. */
const timeoutMs = 120_000 + 1_000 * blocks * seedsMost;

describe("simulated traffic", () => {
  it("is there for every message of every module, with a model to judge it", async () => {
    const { modules, messages } = laterProgram().newest();
    const names = modules.map(({ name }) => name).sort();
    expect(trafficFiles().sort()).toStrictEqual(names);
    expect(names.filter((name) => !hasModel(name))).toStrictEqual([]);
    const drivers = await loadDrivers(names);
    expect([...drivers.keys()].sort()).toStrictEqual([...messages.keys()].sort());
  });

  it(
    `does what the model says: seeds from ${seed} on, ${blocks} blocks each`,
    async () => {
      let gaps: readonly string[] | undefined;
      for (let next = seed; next < seed + seedsMost && gaps?.length !== 0; next += 1) {
        console.log(`KEDGE_SIMULATION_SEED=${next} KEDGE_SIMULATION_BLOCKS=${blocks}`);
        const run = await simulate({ seed: next, blocks, auditBlocks });
        console.log(`${run.scoreboard.table()}\n${run.scoreboard.transactions} transactions, root ${run.root}`);
        console.log(`refusals that never came up: ${run.unseen.join(", ") || "none"}`);
        const open = run.scoreboard.gaps();
        gaps = gaps === undefined ? open : gaps.filter((gap) => open.includes(gap));
      }
      expect(gaps).toStrictEqual([]);
    },
    timeoutMs,
  );
});
