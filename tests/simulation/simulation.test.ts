// The ledger under seeded random traffic: it does what an independent model says, and nothing else.
import { describe, expect, it } from "vitest";
import { hasModel, loadDrivers, trafficFiles } from "./parts.ts";
import { laterProgram } from "./setting.ts";
import { simulate } from "./simulation.ts";

const seedText = process.env.KEDGE_SIMULATION_SEED ?? "1";
const seed = seedText === "clock" ? Date.now() % 2 ** 31 : Number(seedText);
const blocks = Number(process.env.KEDGE_SIMULATION_BLOCKS ?? 300);
/** Chance may need longer until every message was accepted and refused; what it never reaches by then is a gap. */
const blocksMost = 4 * blocks;
const auditBlocks = Number(process.env.KEDGE_SIMULATION_AUDIT ?? 25);

/** A second a block is several times what one takes on a busy core. */
const timeoutMs = 120_000 + 1_000 * blocksMost;

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
    `does what the model says: seed ${seed}, ${blocks} blocks or more`,
    async () => {
      console.log(`KEDGE_SIMULATION_SEED=${seed} KEDGE_SIMULATION_BLOCKS=${blocks}`);
      const { scoreboard, root, unseen } = await simulate({ seed, blocks, blocksMost, auditBlocks });
      console.log(`${scoreboard.table()}\n${scoreboard.transactions} transactions, root ${root}`);
      console.log(`refusals that never came up: ${unseen.join(", ") || "none"}`);
      expect(scoreboard.gaps()).toStrictEqual([]);
    },
    timeoutMs,
  );
});
