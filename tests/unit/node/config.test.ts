// What a node is started with.
import { describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { readConfig } from "#src/node/config.ts";

describe("the settings of a node", () => {
  it("are these when nothing is said", () => {
    expect(readConfig([], {})).toEqual({
      port: 8420,
      host: "127.0.0.1",
      data: ".kedge",
      engine: "single",
      abci: "tcp://127.0.0.1:26658",
      cometRpc: "http://127.0.0.1:26657",
      blockIntervalMs: 200,
      heartbeatMs: 5_000,
      snapshotIntervalBlocks: 1_000,
      snapshotsKept: 2,
      retainBlocks: 0,
      archive: false,
      replayPrices: true,
      rateLimit: limits.requestsPerMinuteMax,
      readScopes: "open",
      tlsClients: "optional",
      logLevel: "info",
      corsOrigin: [],
    });
  });

  it("name several origins of pages, one by one or divided by commas", () => {
    const origins = "https://wallet.example,http://127.0.0.1:5173";
    const each = origins.split(",").flatMap((origin) => ["--cors-origin", origin]);
    expect(readConfig(each, {}).corsOrigin).toEqual(origins.split(","));
    expect(readConfig(["--cors-origin", origins], {}).corsOrigin).toEqual(origins.split(","));
    expect(readConfig([], { KEDGE_CORS_ORIGIN: origins }).corsOrigin).toEqual(origins.split(","));
  });

  it("come from flags, and from the environment under the same names", () => {
    const flags = readConfig(
      ["--port", "9000", "--data", "d", "--block-interval-ms=50", "--replay-prices", "false"],
      {},
    );
    expect(flags).toMatchObject({ port: 9_000, data: "d", blockIntervalMs: 50, replayPrices: false });
    const environment = {
      KEDGE_PORT: "9000",
      KEDGE_DATA: "d",
      KEDGE_BLOCK_INTERVAL_MS: "50",
      KEDGE_REPLAY_PRICES: "no",
    };
    expect(readConfig([], environment)).toEqual(flags);
  });

  it("are the flags' where both speak", () => {
    expect(readConfig(["--port", "1"], { KEDGE_PORT: "2" }).port).toBe(1);
  });

  it("name a genesis file and a backup only when asked", () => {
    expect(readConfig(["--genesis", "g.json", "--restore", "b"], {})).toMatchObject({
      genesis: "g.json",
      restore: "b",
    });
    expect(readConfig([], {})).not.toHaveProperty("genesis");
  });
});

describe("refused settings", () => {
  it.each([
    ["an unknown flag", ["--prot", "1"]],
    ["a stray word", ["serve"]],
    ["a flag without its value", ["--port"]],
    ["any origin at all", ["--cors-origin", "*"]],
    ["an origin with a path", ["--cors-origin", "https://wallet.example/"]],
    ["an origin without a scheme", ["--cors-origin", "wallet.example"]],
    ["more origins than there may be", ["--cors-origin", new Array(17).fill("http://a").join(",")]],
    ["a port that is no number", ["--port", "http"]],
    ["a port that does not exist", ["--port", "65536"]],
    ["an empty directory", ["--data="]],
    ["blocks without a pause", ["--block-interval-ms", "0"]],
    ["a heartbeat that would leave block time stale", ["--heartbeat-ms", "5001"]],
    ["a switch that is neither on nor off", ["--archive", "perhaps"]],
    ["a level of logs that does not exist", ["--log-level", "loud"]],
  ])("%s", (_, args) => {
    expect(() => readConfig(args, {})).toThrow();
  });
});
